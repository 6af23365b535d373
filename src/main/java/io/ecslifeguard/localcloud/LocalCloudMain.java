package io.ecslifeguard.localcloud;

import io.ecslifeguard.localcloud.access.AccessKey;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/** Runs a local cloud as a process of its own. */
public final class LocalCloudMain {

    static final String HELP = """
            The local cloud: SMQ, ECS and SLB on this machine, in memory.

              --port N               port to listen on; 0 for any free one (4880)
              --host ADDRESS         address to listen on (127.0.0.1)
              --fleet FLEET          instances to begin with: none, demo, or a number (demo)
              --queue NAME[=TEXT]    queue to create, for all events or those with a text in them;
                                     may be repeated (ecs-events)
              --messages N           how many messages all queues hold together (500000)
              --megabytes N          how much their bodies may take (256)
              --access-key-id ID     access key to accept (test)
              --access-key-secret S  its secret (test)
              --account ID           account id (1234567890123456)
              --region ID            region (cn-hangzhou)
              --time-factor F        how much faster the cloud's clock runs (1)
              --state-delay SECONDS  how long an instance takes from one state to the next (1)
              --seed N               for what is left to chance (1)
              --exit-with-stdin      exit when standard input ends
              --help                 this text
            """;

    private LocalCloudMain() {}

    /** Starts a local cloud as the arguments say; exits with 2 where they are wrong, and with 1 where it cannot start. */
    public static void main(String[] arguments) {
        var given = List.of(arguments);
        if (given.contains("--help")) {
            System.out.print(HELP);
            return;
        }
        LocalCloudOptions options;
        try {
            options = options(given);
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage() + " See --help.");
            System.exit(2);
            return;
        }
        try {
            var cloud = LocalCloud.start(options);
            System.out.println("The local cloud listens on http://" + options.host() + ":" + cloud.port()
                    + " (SMQ, ECS, SLB), access key " + options.keys().get(0).id() + "; control API: http://"
                    + options.host() + ":" + cloud.port() + "/localcloud/");
            if (given.contains("--exit-with-stdin")) {
                exitWithStandardInput();
            }
        } catch (IllegalStateException e) {
            System.err.println(e.getMessage());
            System.exit(1);
        }
    }

    static LocalCloudOptions options(List<String> arguments) {
        var options = LocalCloudOptions.DEFAULT.withFleet("demo");
        var queues = new ArrayList<String>();
        var key = "test";
        var secret = "test";
        var left = new ArrayDeque<>(arguments);
        while (!left.isEmpty()) {
            var name = left.poll();
            switch (name) {
                case "--exit-with-stdin" -> {}
                case "--port" -> options = options.withPort((int) number(name, left.poll()));
                case "--host" -> options = options.withHost(value(name, left.poll()));
                case "--fleet" -> options = options.withFleet(fleet(value(name, left.poll())));
                case "--queue" -> queues.add(value(name, left.poll()));
                case "--messages" ->
                    options = options.withLimits(options.limits().withMessages((int) number(name, left.poll())));
                case "--megabytes" ->
                    options = options.withLimits(options.limits().withMegabytes((int) number(name, left.poll())));
                case "--access-key-id" -> key = value(name, left.poll());
                case "--access-key-secret" -> secret = value(name, left.poll());
                case "--account" -> options = options.withAccount(value(name, left.poll()));
                case "--region" -> options = options.withRegion(value(name, left.poll()));
                case "--time-factor" -> options = options.withTimeFactor(number(name, left.poll()));
                case "--state-delay" ->
                    options = options.withStateDelay(Duration.ofMillis((long) (number(name, left.poll()) * 1000)));
                case "--seed" -> options = options.withSeed((long) number(name, left.poll()));
                default -> throw new IllegalArgumentException("There is no option " + name + ".");
            }
        }
        return options.withKeys(List.of(new AccessKey(key, secret)))
                .withQueues(queues.isEmpty() ? options.queues() : queues);
    }

    private static String value(String name, String value) {
        if (value == null || value.startsWith("--")) {
            throw new IllegalArgumentException("The option " + name + " needs a value.");
        }
        return value;
    }

    private static double number(String name, String value) {
        try {
            return Double.parseDouble(value(name, value));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("The option " + name + " needs a number, not \"" + value + "\".");
        }
    }

    private static String fleet(String value) {
        if (!value.matches("none|demo|[0-9]{1,6}")) {
            throw new IllegalArgumentException(
                    "The option --fleet is none, demo, or a number of instances, not \"" + value + "\".");
        }
        return value;
    }

    private static void exitWithStandardInput() {
        var watch = new Thread(
                () -> {
                    try {
                        while (System.in.read() >= 0) {
                            // only its end matters
                        }
                    } catch (IOException e) {
                        // as good as its end
                    }
                    System.exit(0);
                },
                "exit-with-stdin");
        watch.setDaemon(true);
        watch.start();
    }
}
