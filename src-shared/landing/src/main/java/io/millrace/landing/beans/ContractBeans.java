package io.millrace.landing.beans;

import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

import io.millrace.contracts.registry.ApicurioContractRegistry;
import io.millrace.contracts.registry.ContractCatalog;
import io.millrace.contracts.registry.ContractRegistry;
import io.millrace.landing.config.LandingConfig;

/** The registry and the catalog of contracts. */
@Singleton
final class ContractBeans {
    @Produces
    @Singleton
    ContractRegistry registry(LandingConfig config) {
        return new ApicurioContractRegistry(config.registry().url());
    }

    @Produces
    @Singleton
    ContractCatalog catalog(ContractRegistry registry) {
        return new ContractCatalog(registry);
    }
}
