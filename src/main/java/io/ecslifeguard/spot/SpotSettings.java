package io.ecslifeguard.spot;

import io.ecslifeguard.cloud.ServerGroupId;
import io.ecslifeguard.settings.Problems;
import io.ecslifeguard.settings.Settings;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;

/** Whether the settings of evacuations make sense. */
@ApplicationScoped
class SpotSettings implements Settings {

    private final SpotConfig config;

    SpotSettings(SpotConfig config) {
        this.config = config;
    }

    @Override
    public List<String> problems() {
        var problems = new Problems("lifeguard.spot");
        for (var group : config.serverGroups().orElse(List.of())) {
            problems.unless(
                    isServerGroup(group),
                    "server-groups",
                    "\"" + group + "\" is not the id of a vServer group",
                    "rsp-6cejjzl7q1a2b");
        }
        problems.notNegative("drain-time", config.drainTime(), "60s");
        problems.notNegative("margin", config.margin(), "90s");
        problems.positive("notice", config.notice(), "5m");
        problems.unless(
                isWithin(config.groupTimeout(), 1_000, 15_000),
                "group-timeout",
                "it is " + config.groupTimeout() + ", and must be 1 to 15 s, so that an attempt has time for it",
                "15s");
        problems.unless(
                isWithin(config.discoveryWait(), 100, 10_000),
                "discovery-wait",
                "it is " + config.discoveryWait() + ", and must be 0.1 to 10 s, so that an attempt has time for it",
                "5s");
        problems.notNegative("discovery-age", config.discoveryAge(), "5s");
        problems.unless(
                config.margin().compareTo(config.notice()) < 0,
                "margin",
                "it is " + config.margin() + ", and must be shorter than lifeguard.spot.notice, which is "
                        + config.notice(),
                "90s");
        problems.unless(
                config.lanes() >= 1 && config.lanes() <= 64,
                "lanes",
                "it is " + config.lanes() + ", and must be 1 to 64",
                "8");
        problems.unless(
                isWithin(config.gather(), 0, 30_000),
                "gather",
                "it is " + config.gather() + ", and must be 0 to 30 s, since the notice is short",
                "2s");
        return problems.all();
    }

    private static boolean isWithin(Duration value, long least, long most) {
        return value.toMillis() >= least && value.toMillis() <= most;
    }

    private static boolean isServerGroup(String text) {
        try {
            return !new ServerGroupId(text.strip()).value().isEmpty();
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
