package io.millrace.stream.consume;

import java.util.List;
import java.util.function.Consumer;

import io.millrace.contracts.registry.ContractRefresher;
import io.millrace.contracts.registry.RegistryUnavailableException;
import io.millrace.contracts.registry.StreamContracts;
import io.millrace.contracts.supervision.SupervisedTask;
import io.millrace.contracts.supervision.Supervision;

/**
 * Passes new contracts on, and shows when the registry does not answer: merging goes on with the contracts that are known, but
 * nothing else would show that new streams are not found.
 */
public final class RegistryWatch implements ContractRefresher.Listener {
    private final Consumer<List<StreamContracts>> changes;
    private final SupervisedTask task;

    /**
     * @param changes
     *            receives the streams that are new or have a new version, often none
     */
    public RegistryWatch(Consumer<List<StreamContracts>> changes, Supervision supervision) {
        this.changes = changes;
        this.task = supervision.task("registry",
                "Check that the registry runs; streams with known contracts are merged, new streams are not found");
    }

    @Override
    public void refreshed(List<StreamContracts> news) {
        task.succeeded();
        changes.accept(news);
    }

    @Override
    public void unavailable(RegistryUnavailableException reason) {
        task.failed(reason);
    }
}
