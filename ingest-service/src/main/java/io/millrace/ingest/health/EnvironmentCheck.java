package io.millrace.ingest.health;

import java.util.List;

import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

import io.millrace.contracts.settings.SettingVariables;
import io.quarkus.runtime.StartupEvent;
import org.jboss.logging.Logger;

/** Warns of variables of the environment that look like settings and are none. */
@Singleton
class EnvironmentCheck {
    private static final Logger LOG = Logger.getLogger(EnvironmentCheck.class);

    void started(@Observes StartupEvent event) {
        SettingVariables.unknown(System.getenv().keySet(), List.of()).forEach(name -> LOG.warnf(
                "%s in the environment is no setting of Millrace and is not used. Correct its name or remove it",
                name));
    }
}
