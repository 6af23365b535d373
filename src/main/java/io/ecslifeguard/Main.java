package io.ecslifeguard;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;
import java.util.List;

/** Where the process begins. */
@QuarkusMain
public final class Main {
    /**
     * Set by the build for {@code quarkus:dev} alone: the class that starts what the service needs beside it. A name and
     * not a reference, so that the package and the native executable neither hold nor miss what that class needs.
     */
    private static final String DEV_SERVICES = "lifeguard.dev.services";

    private static final String SELF_CHECK = "--self-check";

    public static void main(String... args) throws ReflectiveOperationException {
        var devServices = System.getProperty(DEV_SERVICES);
        if (devServices != null) {
            Class.forName(devServices).getMethod("start").invoke(null);
        }
        if (List.of(args).contains(SELF_CHECK)) {
            System.exit(SelfCheckCommand.run(System.out));
        }
        var problems = SettingValues.problems();
        if (!problems.isEmpty()) {
            problems.forEach(System.err::println);
            System.exit(1);
        }
        Quarkus.run(args);
    }
}
