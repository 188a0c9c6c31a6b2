package io.millrace.contracts.registry;

import io.apicurio.registry.rest.client.models.SearchedVersion;
import io.apicurio.registry.rest.client.models.VersionMetaData;

/**
 * A version of an artifact in this registry; another registry at the same address has other values.
 *
 * @param version
 *            the registry's name of the version
 */
record RegisteredVersion(String version, long contentId, long globalId, String createdOn) {
    static RegisteredVersion of(SearchedVersion found) {
        return new RegisteredVersion(found.getVersion(), found.getContentId(), found.getGlobalId(),
                String.valueOf(found.getCreatedOn()));
    }

    static RegisteredVersion of(VersionMetaData found) {
        return new RegisteredVersion(found.getVersion(), found.getContentId(), found.getGlobalId(),
                String.valueOf(found.getCreatedOn()));
    }
}
