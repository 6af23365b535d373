package io.ecslifeguard.spot;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

record TestReplacement(
        boolean enabled,
        SpotConfig.Scope scope,
        boolean otherActions,
        Optional<String> template,
        Optional<String> templateVersion,
        Optional<List<String>> types,
        Optional<List<String>> vswitches,
        boolean onDemand,
        Optional<BigDecimal> priceLimit,
        Duration poolMemory,
        Duration tokenAge,
        Duration patience,
        int maxGenerations)
        implements SpotConfig.Replacement {

    static final TestReplacement DEFAULT = new TestReplacement(
            true,
            SpotConfig.Scope.MEMBERS,
            false,
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            true,
            Optional.empty(),
            Duration.ofMinutes(30),
            Duration.ofMinutes(10),
            Duration.ofMinutes(30),
            3);

    TestReplacement withEnabled(boolean enabled) {
        return with(enabled, scope, otherActions, template, templateVersion, types, vswitches, onDemand, priceLimit);
    }

    TestReplacement withScope(SpotConfig.Scope scope) {
        return with(enabled, scope, otherActions, template, templateVersion, types, vswitches, onDemand, priceLimit);
    }

    TestReplacement withOtherActions(boolean otherActions) {
        return with(enabled, scope, otherActions, template, templateVersion, types, vswitches, onDemand, priceLimit);
    }

    TestReplacement withTemplate(String template, String version) {
        return with(
                enabled,
                scope,
                otherActions,
                Optional.ofNullable(template),
                Optional.ofNullable(version),
                types,
                vswitches,
                onDemand,
                priceLimit);
    }

    TestReplacement withTypes(String... types) {
        return with(
                enabled,
                scope,
                otherActions,
                template,
                templateVersion,
                Optional.of(List.of(types)),
                vswitches,
                onDemand,
                priceLimit);
    }

    TestReplacement withVSwitches(String... vswitches) {
        return with(
                enabled,
                scope,
                otherActions,
                template,
                templateVersion,
                types,
                Optional.of(List.of(vswitches)),
                onDemand,
                priceLimit);
    }

    TestReplacement withOnDemand(boolean onDemand) {
        return with(enabled, scope, otherActions, template, templateVersion, types, vswitches, onDemand, priceLimit);
    }

    TestReplacement withPriceLimit(String limit) {
        return with(
                enabled,
                scope,
                otherActions,
                template,
                templateVersion,
                types,
                vswitches,
                onDemand,
                Optional.of(new BigDecimal(limit)));
    }

    TestReplacement withMaxGenerations(int most) {
        return new TestReplacement(
                enabled,
                scope,
                otherActions,
                template,
                templateVersion,
                types,
                vswitches,
                onDemand,
                priceLimit,
                poolMemory,
                tokenAge,
                patience,
                most);
    }

    private TestReplacement with(
            boolean enabled,
            SpotConfig.Scope scope,
            boolean otherActions,
            Optional<String> template,
            Optional<String> templateVersion,
            Optional<List<String>> types,
            Optional<List<String>> vswitches,
            boolean onDemand,
            Optional<BigDecimal> priceLimit) {
        return new TestReplacement(
                enabled,
                scope,
                otherActions,
                template,
                templateVersion,
                types,
                vswitches,
                onDemand,
                priceLimit,
                poolMemory,
                tokenAge,
                patience,
                maxGenerations);
    }
}
