/**
 * Contracts in the registry: {@link io.millrace.contracts.registry.ApicurioContractRegistry} stores them,
 * {@link io.millrace.contracts.registry.ContractCatalog} keeps them in memory,
 * {@link io.millrace.contracts.registry.ContractRefresher} refreshes the catalog in the background, and
 * {@link io.millrace.contracts.registry.StreamProvisioner} creates and deletes streams with their topics.
 * {@link io.millrace.contracts.registry.TypeRegistry} stores the types that contracts share. It sees {@code schema},
 * {@code slo}, {@code type} and {@code supervision}.
 */
@NullMarked
package io.millrace.contracts.registry;

import org.jspecify.annotations.NullMarked;
