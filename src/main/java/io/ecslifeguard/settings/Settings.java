package io.ecslifeguard.settings;

import java.util.List;

/** The settings of one part of the service, looked at once before it starts. */
public interface Settings {

    /**
     * What keeps the service from starting: one sentence each, which names the setting, its environment variable and an
     * example. Never contains a secret. Empty where all is well.
     */
    List<String> problems();
}
