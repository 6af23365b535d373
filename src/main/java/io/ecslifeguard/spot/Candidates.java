package io.ecslifeguard.spot;

import io.ecslifeguard.journal.Pool;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** In which order what is asked for. */
final class Candidates {

    private Candidates() {}

    /**
     * Types in their order, each in all vSwitches; then what was without stock a short while ago, and then the pool that
     * was just reclaimed; on-demand instances after all spot instances.
     *
     * @param lost the interrupted instance's own type and vSwitch, of which either may be unknown
     */
    static List<Candidate> of(
            SpotConfig.Replacement config,
            Optional<String> lostType,
            Optional<String> lostVSwitch,
            Set<Pool> unavailable) {
        var vSwitches = config.vswitches().orElseGet(() -> lostVSwitch.stream().toList());
        var types = config.types().orElseGet(() -> lostType.stream().toList());
        var spot = types.stream()
                .flatMap(type -> vSwitches.stream().map(vSwitch -> new Candidate(type.strip(), vSwitch.strip(), true)))
                .distinct()
                .sorted(Comparator.comparing((Candidate one) -> isLost(one, lostType, lostVSwitch))
                        .thenComparing(one -> unavailable.contains(one.pool())))
                .toList();
        if (!config.onDemand()) {
            return spot;
        }
        var onDemand = spot.stream()
                .map(Candidate::onDemand)
                .sorted(Comparator.comparing(one -> unavailable.contains(one.pool())));
        return Stream.concat(spot.stream(), onDemand).toList();
    }

    private static boolean isLost(Candidate one, Optional<String> type, Optional<String> vSwitch) {
        return type.filter(one.type()::equals).isPresent()
                && vSwitch.filter(one.vSwitch()::equals).isPresent();
    }
}
