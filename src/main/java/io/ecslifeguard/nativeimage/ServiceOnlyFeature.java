package io.ecslifeguard.nativeimage;

import java.util.List;
import org.graalvm.nativeimage.hosted.Feature;

/** Fails the build where it would take in what is for development and tests. */
public final class ServiceOnlyFeature implements Feature {

    /** Packages of which nothing may be reachable. */
    static final List<String> FOREIGN = List.of(
            "io.ecslifeguard.localcloud.",
            "io.ecslifeguard.dev.",
            "io.zonky.",
            "org.apache.commons.compress.",
            "org.tukaani.xz.");

    @Override
    public String getDescription() {
        return "Keeps what is for development out of the executable";
    }

    @Override
    public void afterAnalysis(AfterAnalysisAccess access) {
        var found = access.reachableSubtypes(Object.class).stream()
                .map(Class::getName)
                .filter(name -> FOREIGN.stream().anyMatch(name::startsWith))
                .sorted()
                .toList();
        if (!found.isEmpty()) {
            throw new IllegalStateException("The executable would contain " + found
                    + ": find what uses them with -H:+PrintAnalysisCallTree, and leave that out of the service");
        }
    }
}
