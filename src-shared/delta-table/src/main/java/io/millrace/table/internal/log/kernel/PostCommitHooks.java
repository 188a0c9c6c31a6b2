package io.millrace.table.internal.log.kernel;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

import io.delta.kernel.engine.Engine;
import io.delta.kernel.exceptions.CheckpointAlreadyExistsException;
import io.delta.kernel.hook.PostCommitHook;
import io.delta.kernel.hook.PostCommitHook.PostCommitHookType;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs Kernel's hooks after a commit in the background. Only checkpoints are written: they keep loading fast. A failed
 * checkpoint makes loading slower and has no other effect, so it is reported and fails no merge.
 */
final class PostCommitHooks {
    private static final Logger LOG = LoggerFactory.getLogger(PostCommitHooks.class);
    private static final int CLOSE_SECONDS = 5;

    private final Engine engine;
    private final String location;
    private final AtomicLong lastCheckpoint = new AtomicLong(-1);
    private volatile @Nullable String failure;
    private final ExecutorService background;

    PostCommitHooks(Engine engine, String location, ExecutorService background) {
        this.engine = engine;
        this.location = location;
        this.background = background;
    }

    /** The thread of one log. */
    static ExecutorService thread() {
        return Executors.newSingleThreadExecutor(task -> {
            Thread thread = new Thread(task, "delta-checkpoint");
            thread.setDaemon(true);
            return thread;
        });
    }

    /** Starts the hooks of the commit that made the version. */
    void run(long version, List<PostCommitHook> hooks) {
        for (PostCommitHook hook : hooks) {
            if (hook.getType() == PostCommitHookType.CHECKPOINT) {
                background.execute(() -> checkpoint(version, hook));
            }
        }
    }

    private void checkpoint(long version, PostCommitHook hook) {
        try {
            hook.threadSafeInvoke(engine);
            lastCheckpoint.accumulateAndGet(version, Math::max);
            failure = null;
        } catch (CheckpointAlreadyExistsException e) {
            failure = null;
            LOG.debug("Another writer made the checkpoint of {}", location);
        } catch (Throwable e) { // a linkage error of a native image must be reported
            failure = "the checkpoint of version " + version + " could not be written: " + e;
            LOG.error("Could not write a checkpoint of the table at {}; merging goes on, loading gets slower", location,
                    e);
        }
    }

    /** The last failure; empty again after the next success. */
    Optional<String> failure() {
        return Optional.ofNullable(failure);
    }

    void foundCheckpoint(long version) {
        lastCheckpoint.accumulateAndGet(version, Math::max);
    }

    long lastCheckpoint() {
        return lastCheckpoint.get();
    }

    void close() {
        background.shutdown();
        try {
            if (!background.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS)) {
                LOG.warn("A checkpoint of the table at {} was still being written at the end; the next one makes up",
                        location);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
