package io.ecslifeguard;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.CommandLineArguments;
import io.quarkus.vertx.http.HttpServerStart;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.ObservesAsync;
import java.util.List;
import java.util.Map;
import org.jboss.logging.Logger;

/**
 * What {@code --training-run} does: it starts the service with settings that lead nowhere, makes each kind of call once, as the
 * self-check does, and ends. A JVM that is asked to notes what is loaded meanwhile, and starts faster ever after.
 *
 * @see <a href="https://openjdk.org/jeps/514">JEP 514: Ahead-of-Time Command-Line Ergonomics</a>
 */
@ApplicationScoped
class TrainingRun {

    static final String ARGUMENT = "--training-run";

    private static final Logger LOG = Logger.getLogger(TrainingRun.class);
    private static final String NOWHERE = "127.0.0.1:1";

    /** They come before the environment's: neither database, queue nor account of a deployment is reached. */
    private static final Map<String, String> SETTINGS = Map.ofEntries(
            Map.entry("lifeguard.database.url", "postgresql://" + NOWHERE + "/none"),
            Map.entry("lifeguard.database.username", "none"),
            Map.entry("lifeguard.database.password", "none"),
            Map.entry("lifeguard.queue.endpoint", "http://" + NOWHERE),
            Map.entry("lifeguard.queue.names", "none"),
            Map.entry("lifeguard.cloud.region", "cn-hangzhou"),
            Map.entry("lifeguard.cloud.ecs-endpoint", "http://" + NOWHERE),
            Map.entry("lifeguard.cloud.slb-endpoint", "http://" + NOWHERE),
            Map.entry("alibabacloud.accessKeyId", "none"),
            Map.entry("alibabacloud.accessKeySecret", "none"),
            Map.entry("quarkus.http.port", "0"),
            Map.entry("quarkus.management.port", "0"));

    private final List<String> arguments;

    TrainingRun(@CommandLineArguments String[] arguments) {
        this.arguments = List.of(arguments);
    }

    /** To be called before the start. */
    static void prepare() {
        SETTINGS.forEach(System::setProperty);
    }

    void listening(@ObservesAsync HttpServerStart event) {
        if (!arguments.contains(ARGUMENT)) {
            return;
        }
        LOG.info(
                "This is a training run: it reaches nothing, which is warned of, and ends when it has done everything once");
        Quarkus.asyncExit(SelfCheckCommand.run(System.out));
    }
}
