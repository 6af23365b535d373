package io.ecslifeguard.spot;

import io.ecslifeguard.cloud.ServerGroupId;
import io.ecslifeguard.settings.Problems;
import io.ecslifeguard.settings.Settings;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** Whether the settings of evacuations make sense. */
@ApplicationScoped
class SpotSettings implements Settings {

    private static final BigDecimal HIGHEST_PRICE = new BigDecimal("9999.999");

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
        problems.notNegative("inventory-age", config.inventoryAge(), "15m");
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
                isWithin(config.laneLease(), 5_000, 120_000),
                "lane-lease",
                "it is " + config.laneLease() + ", and must be 5 s to 2 min, since the notice is short",
                "15s");
        problems.unless(
                isWithin(config.gather(), 0, 30_000),
                "gather",
                "it is " + config.gather() + ", and must be 0 to 30 s, since the notice is short",
                "2s");
        problems.unless(
                isWithin(config.gatherExpected(), 0, 120_000),
                "gather-expected",
                "it is " + config.gatherExpected() + ", and must be 0 to 2 min, since the notice is short",
                "30s");
        return Stream.concat(problems.all().stream(), ofReplacement().stream()).toList();
    }

    private List<String> ofReplacement() {
        var replacement = config.replacement();
        var problems = new Problems("lifeguard.spot.replacement");
        replacement
                .template()
                .ifPresent(id -> problems.unless(
                        id.strip().matches("lt-[A-Za-z0-9]+"),
                        "template",
                        "\"" + id + "\" is not the id of a launch template",
                        "lt-bp1apo0bbbkuy0rj0fd7"));
        replacement.templateVersion().ifPresent(version -> {
            problems.unless(
                    version.strip().matches("[1-9][0-9]{0,8}"),
                    "template-version",
                    "\"" + version + "\" is not the number of a version",
                    "3");
            problems.unless(
                    replacement.template().isPresent(),
                    "template",
                    "lifeguard.spot.replacement.template-version is set, and it is not",
                    "lt-bp1apo0bbbkuy0rj0fd7");
        });
        replacement
                .types()
                .orElse(List.of())
                .forEach(type -> problems.unless(
                        type.strip().matches("ecs\\.[a-z0-9-]+\\.[a-z0-9.-]+"),
                        "types",
                        "\"" + type + "\" is not an instance type",
                        "ecs.g7.large,ecs.g6.large"));
        replacement
                .vswitches()
                .orElse(List.of())
                .forEach(id -> problems.unless(
                        id.strip().matches("vsw-[A-Za-z0-9-]+"),
                        "vswitches",
                        "\"" + id + "\" is not the id of a vSwitch",
                        "vsw-bp1ddbrxdlrcbim46uc01"));
        replacement
                .priceLimit()
                .ifPresent(limit -> problems.unless(
                        limit.signum() > 0
                                && limit.compareTo(HIGHEST_PRICE) <= 0
                                && limit.stripTrailingZeros().scale() <= 3,
                        "price-limit",
                        "it is " + limit.toPlainString()
                                + ", and must be above 0, at most 9999.999, with at most three decimals",
                        "0.125"));
        problems.notNegative("pool-memory", replacement.poolMemory(), "30m");
        problems.positive("token-age", replacement.tokenAge(), "10m");
        problems.notNegative("patience", replacement.patience(), "30m");
        problems.range("max-generations", replacement.maxGenerations(), 1, 10, "3");
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
