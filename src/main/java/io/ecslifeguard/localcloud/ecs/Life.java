package io.ecslifeguard.localcloud.ecs;

import io.ecslifeguard.localcloud.core.Time;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * The life of instances: created, Starting, Running, Stopping, Stopped, released. Each step takes the time that the
 * settings say and is told to CloudMonitor.
 */
final class Life {

    private final Time time;
    private final Settings settings;
    private final Instances instances;
    private final CloudMonitor monitor;
    private final Consumer<String> released;

    /** @param released told the id of each instance that is gone */
    Life(Time time, Settings settings, Instances instances, CloudMonitor monitor, Consumer<String> released) {
        this.time = time;
        this.settings = settings;
        this.instances = instances;
        this.monitor = monitor;
        this.released = released;
    }

    void begin(Instance instance) {
        instances.add(instance);
        monitor.stateChanged(instance, "Created");
        then(instance, settings.now().pending(), () -> start(instance));
    }

    /** An instance that has been running for long: of its beginning nothing is told. */
    void settle(Instance instance) {
        instance.state = State.RUNNING;
        instances.add(instance);
    }

    void start(Instance instance) {
        instance.started = time.now();
        enter(instance, State.STARTING);
        then(instance, settings.now().starting(), () -> enter(instance, State.RUNNING));
    }

    void stop(Instance instance, String stoppedMode) {
        stop(instance, stoppedMode, () -> {});
    }

    void reboot(Instance instance) {
        enter(instance, State.STOPPING);
        then(instance, settings.now().stopping(), () -> {
            if (settings.now().rebootTellsStopped()) {
                enter(instance, State.STOPPED);
            }
            start(instance);
        });
    }

    /** Releases it, stopping it first where it is not stopped. */
    void release(Instance instance) {
        if (instance.leaving) {
            return;
        }
        instance.leaving = true;
        if (instance.state == State.STOPPED) {
            then(instance, settings.now().releasing(), () -> end(instance));
        } else {
            stop(instance, "KeepCharging", () -> then(instance, settings.now().releasing(), () -> end(instance)));
        }
    }

    /**
     * Interrupts a spot instance.
     *
     * @param notice from now until it is released
     * @param stop from now until it is stopped
     * @param action the action that the notice tells; an instance that is to be stopped only, by this or by its
     *     SpotInterruptionBehavior, is stopped without charge, and neither locked nor released
     */
    void interrupt(Instance instance, Duration notice, Duration stop, String action) {
        instance.interrupted = true;
        monitor.interrupted(instance, action);
        var keeps = action.equalsIgnoreCase("stop")
                || instance.order.spotInterruptionBehavior().equals("Stop");
        time.after(stop, () -> {
            if (!instance.gone) {
                reclaim(instance, keeps);
            }
        });
        if (!keeps) {
            time.after(notice, () -> {
                if (!instance.gone) {
                    end(instance);
                }
            });
        }
    }

    private void reclaim(Instance instance, boolean keeps) {
        if (keeps) {
            instance.interrupted = false;
        } else {
            instance.locks.put(Instance.RECYCLING, "The spot instance is being reclaimed.");
        }
        if (instance.state != State.STOPPED && !instance.leaving) {
            stop(instance, keeps ? "StopCharging" : "KeepCharging");
        }
    }

    private void stop(Instance instance, String stoppedMode, Runnable next) {
        if (instance.state != State.STOPPING) {
            enter(instance, State.STOPPING);
        }
        then(instance, settings.now().stopping(), () -> {
            instance.stoppedMode = stoppedMode;
            enter(instance, State.STOPPED);
            next.run();
        });
    }

    private void end(Instance instance) {
        instance.gone = true;
        instance.turn++;
        instances.remove(instance);
        released.accept(instance.id);
        monitor.stateChanged(instance, "Deleted");
    }

    private void enter(Instance instance, State state) {
        instance.state = state;
        monitor.stateChanged(instance, state.wire());
    }

    private void then(Instance instance, Duration delay, Runnable step) {
        var turn = ++instance.turn;
        time.after(delay, () -> {
            if (instance.turn == turn) {
                step.run();
            }
        });
    }
}
