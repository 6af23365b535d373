package io.ecslifeguard;

import io.ecslifeguard.dispatch.Dispatcher;
import io.ecslifeguard.dispatch.Intake;
import io.ecslifeguard.dispatch.UnknownReactions;
import io.ecslifeguard.journal.LaneEdits;
import io.ecslifeguard.journal.Schema;
import io.ecslifeguard.selfcheck.Finding;
import io.ecslifeguard.selfcheck.SelfCheck;
import io.ecslifeguard.settings.Settings;
import io.ecslifeguard.spot.Lanes;
import io.quarkus.arc.All;
import io.quarkus.runtime.ImageMode;
import io.quarkus.runtime.LaunchMode;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.quarkus.scheduler.Scheduler;
import io.quarkus.vertx.http.DomainSocketServerStart;
import io.quarkus.vertx.http.HttpServerStart;
import io.quarkus.vertx.http.HttpsServerStart;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.smallrye.mutiny.subscription.Cancellable;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.ObservesAsync;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;

/** Starts the streams when everything is set and the port is taken, and stops them so that nothing is left half done. */
@ApplicationScoped
class Service {

    private static final Logger LOG = Logger.getLogger(Service.class);
    /** Within the 30 s that Kubernetes gives a pod by default. */
    static final Duration TIME_TO_STOP = Duration.ofSeconds(20);

    private final List<Settings> settings;
    private final Schema schema;
    private final Intake intake;
    private final Dispatcher dispatcher;
    private final Lanes lanes;
    private final LaneEdits edits;
    private final UnknownReactions unknownReactions;
    private final Scheduler scheduler;
    private final Uni<Void> selfCheck = selfChecked().memoize().indefinitely();
    private final AtomicBoolean begun = new AtomicBoolean();
    private volatile Cancellable running = () -> {};

    Service(
            @All List<Settings> settings,
            Schema schema,
            Intake intake,
            Dispatcher dispatcher,
            Lanes lanes,
            LaneEdits edits,
            UnknownReactions unknownReactions,
            Scheduler scheduler) {
        this.settings = settings;
        this.schema = schema;
        this.intake = intake;
        this.dispatcher = dispatcher;
        this.lanes = lanes;
        this.edits = edits;
        this.unknownReactions = unknownReactions;
        this.scheduler = scheduler;
    }

    void start(@Observes StartupEvent event) {
        var problems =
                settings.stream().flatMap(part -> part.problems().stream()).toList();
        if (!problems.isEmpty()) {
            // Quarkus prints the message of this one without a stack trace.
            throw new ConfigurationException(String.join(System.lineSeparator(), problems));
        }
        // Beside the rest of the start. What comes of it is told where the reactions wait for it.
        selfCheck.subscribe().with(checked -> {}, failure -> {});
        // On this thread: whoever asks first has the SDK's client made, and may be a probe on an event loop.
        var unused = intake.queues();
        if (LaunchMode.current() == LaunchMode.DEVELOPMENT) {
            // The port is kept over a live reload, which therefore does not tell of it.
            begin();
        }
    }

    /** Nothing is begun before: a start that is refused its port would end under the feet of what is. */
    void listening(@ObservesAsync HttpServerStart event) {
        begin();
    }

    void listening(@ObservesAsync HttpsServerStart event) {
        begin();
    }

    void listening(@ObservesAsync DomainSocketServerStart event) {
        begin();
    }

    private void begin() {
        if (!begun.compareAndSet(false, true)) {
            return;
        }
        edits.whenRecorded(dispatcher::wake);
        running = schema.migrate()
                .onItem()
                .transformToMulti(migrated -> Multi.createBy()
                        .merging()
                        .streams(
                                // What is received is kept whatever the self-check will say; nothing is done before.
                                intake.run().onItem().castTo(Object.class),
                                selfCheck.onItem().transformToMulti(checked -> reactions())))
                .subscribe()
                .with(
                        ignored -> {},
                        failure -> LOG.error("The streams have ended; the liveness probe will tell", failure));
        scheduler.resume();
    }

    private Multi<Object> reactions() {
        return Multi.createBy()
                .merging()
                .streams(
                        dispatcher.run().onItem().castTo(Object.class),
                        lanes.run().onItem().castTo(Object.class),
                        unknownReactions.watch().onItem().castTo(Object.class));
    }

    /** Of an executable only: what was left out of it would be missed in silence when it is needed. */
    private static Uni<Void> selfChecked() {
        return ImageMode.current() == ImageMode.NATIVE_RUN
                ? new SelfCheck()
                        .run()
                        .invoke(Service::requireAll)
                        .replaceWithVoid()
                        .runSubscriptionOn(Infrastructure.getDefaultWorkerPool())
                : Uni.createFrom().voidItem();
    }

    static void requireAll(List<Finding> findings) {
        if (!findings.stream().allMatch(Finding::works)) {
            findings.forEach(LOG::error);
            Quarkus.asyncExit(1);
            throw new IllegalStateException(SelfCheckCommand.verdict(findings));
        }
    }

    void stop(@Observes ShutdownEvent event) throws InterruptedException {
        begun.set(true);
        scheduler.pause();
        try {
            Uni.join()
                    .all(intake.stop(), dispatcher.stop(), lanes.stop())
                    .andCollectFailures()
                    .subscribeAsCompletionStage()
                    .get(TIME_TO_STOP.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException failure) {
            LOG.warnf("Not everything could be finished before the stop; it goes on elsewhere: %s", failure);
        } finally {
            running.cancel();
        }
    }
}
