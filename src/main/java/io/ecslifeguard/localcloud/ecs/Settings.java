package io.ecslifeguard.localcloud.ecs;

/** The options in force. */
final class Settings {

    private FleetOptions options;

    Settings(FleetOptions options) {
        this.options = options;
    }

    FleetOptions now() {
        return options;
    }

    void change(FleetOptions changed) {
        options = changed;
    }
}
