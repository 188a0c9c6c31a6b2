package io.millrace.contracts.schema;

/**
 * One version of a shared type.
 *
 * @param name
 *            the full name of the type
 * @param version
 *            the registry's name of the version, usually a number that counts from 1
 */
public record TypeReference(TypeName name, String version) {
    @Override
    public String toString() {
        return name + "/" + version;
    }
}
