package io.ecslifeguard;

import io.quarkus.runtime.ApplicationLifecycleManager;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Where the process begins. */
@QuarkusMain
public final class Main {
    /**
     * Set by the build for {@code quarkus:dev} alone: the class that starts what the service needs beside it. A name and
     * not a reference, so that the package and the native executable neither hold nor miss what that class needs.
     */
    private static final String DEV_SERVICES = "lifeguard.dev.services";

    /** Leaves it to the API to refuse what is no URI, in words. The build sets it where the process begins elsewhere. */
    private static final String NO_SILENT_REFUSALS = "vertx.disableURIValidation";

    private static final String SELF_CHECK = "--self-check";

    public static void main(String... args) throws ReflectiveOperationException {
        var devServices = System.getProperty(DEV_SERVICES);
        if (devServices != null) {
            Class.forName(devServices).getMethod("start").invoke(null);
        }
        var arguments = List.of(args);
        if (arguments.contains(SELF_CHECK)) {
            System.exit(SelfCheckCommand.run(System.out));
        }
        if (arguments.contains(TrainingRun.ARGUMENT)) {
            TrainingRun.prepare();
        }
        // What it tells of its own start is hidden else, and would stand before the sentences of a start that fails.
        Logger.getLogger("org.hibernate").setLevel(Level.WARNING);
        System.setProperty(NO_SILENT_REFUSALS, "true");
        Quarkus.run(null, Main::exit, args);
    }

    private static void exit(int code, Throwable failure) {
        if (failure != null) {
            StartFailure.tell(failure, System.err);
        }
        // It ends the process, and in dev mode waits for what is wrong to be mended.
        ApplicationLifecycleManager.getDefaultExitCodeHandler().accept(code, failure);
    }
}
