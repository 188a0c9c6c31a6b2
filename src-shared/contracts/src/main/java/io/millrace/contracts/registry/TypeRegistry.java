package io.millrace.contracts.registry;

import java.util.List;
import java.util.Optional;

import io.millrace.contracts.schema.TypeName;
import io.millrace.contracts.type.SharedType;

/** The store of the shared types. Every method may block on the network and throws {@link RegistryUnavailableException}. */
public interface TypeRegistry {
    /** A registry without types, that takes none. */
    TypeRegistry NONE = new TypeRegistry() {
        @Override
        public List<TypeName> names() {
            return List.of();
        }

        @Override
        public Optional<SharedType> newest(TypeName name) {
            return Optional.empty();
        }

        @Override
        public SharedType register(SharedType offered, String avsc) {
            throw new UnsupportedOperationException("this registry takes no shared types");
        }
    };

    /** The names of all types, in their order. */
    List<TypeName> names();

    /** The newest version that is a valid type; empty when there is none. */
    Optional<SharedType> newest(TypeName name);

    /**
     * Adds a version of a type.
     *
     * @param avsc
     *            the text, which names the parts of the type without their definitions
     * @return the type with the version that it was given
     */
    SharedType register(SharedType offered, String avsc);
}
