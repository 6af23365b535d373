package io.ecslifeguard.spot;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** How spot instances that are being reclaimed are taken out of their server groups. */
@ConfigMapping(prefix = "lifeguard.spot")
public interface SpotConfig {

    /** Whether anything is done. Switched off, each interruption is recorded as skipped. */
    @WithDefault("true")
    boolean enabled();

    /**
     * The vServer groups to look in, by their ids. Named groups cost one read each for an interruption; not set, all
     * groups of all load balancers of the region are looked through, which misses none and costs more reads.
     */
    Optional<List<String>> serverGroups();

    /**
     * How long an instance stays in its groups with weight 0, so that requests under way can end. Longer drains better;
     * it is shortened to what the notice leaves.
     */
    @WithDefault("60s")
    Duration drainTime();

    /** How long before an instance is reclaimed it must be out at the latest. Longer leaves more for busy answers. */
    @WithDefault("90s")
    Duration margin();

    /** How long before it is reclaimed an interruption is announced. */
    @WithDefault("5m")
    Duration notice();

    /**
     * How long one group's answer is waited for, 1 to 15 s; then the group counts as failed for this time and is tried
     * again. Longer rides out a busier load balancer within one try, and lets one that hangs hold up its other groups.
     */
    @WithDefault("15s")
    Duration groupTimeout();

    /**
     * How long an evacuation waits for the groups to be read before it begins with what was found by then; it looks for
     * the rest afterwards. At most 10 s. Longer begins later where a load balancer hangs, shorter looks more often.
     */
    @WithDefault("5s")
    Duration discoveryWait();

    /**
     * How old the picture of the groups may be in which an instance is looked for, unless it was begun after the notice
     * and is complete; all evacuations of a process share it. Longer saves reads in a storm; what changed meanwhile is
     * found only by the read that confirms the removal.
     */
    @WithDefault("5s")
    Duration discoveryAge();

    /**
     * How many load balancers this replica edits at once, 1 to 64; one whose edits only wait for others does not count.
     * More get through a storm over many load balancers sooner, as far as the cloud's quotas allow; fewer leave more to
     * the other replicas.
     */
    @WithDefault("8")
    int lanes();

    /**
     * How long a load balancer stays a replica's after its last sign of life, 5 s to 2 min; the replica renews that all
     * the time, and must stop at four fifths of it where the database does not answer. Shorter edits the load balancers
     * of a replica that died sooner, longer rides out a longer absence of the database.
     */
    @WithDefault("15s")
    Duration laneLease();

    /**
     * How long an edit of a group waits for others of that group, so that they share a call, at most 30 s; weights are set
     * without waiting, and so is what has no more time than the margin. Longer makes fewer calls in a storm, shorter is
     * sooner done.
     */
    @WithDefault("2s")
    Duration gather();

    /**
     * How long replacements that are to go into a group wait for others that are known to come into it, so that they
     * share a call, at most 2 min; what has no more time than the margin does not wait. Longer makes fewer calls where
     * the others are bought slowly, shorter brings those that run into service sooner.
     */
    @WithDefault("30s")
    Duration gatherExpected();

    /**
     * How old the inventory of groups may be that tells where an instance is, counted from the beginning of the last
     * complete pass over them (see {@code lifeguard.fleet.groups-every}); 0 never asks it. Longer goes on without a
     * search for longer where passes fail, and finds an instance that changed its groups since only at the end; without
     * an inventory, each process reads all groups for those who are interrupted within {@code discovery-age}.
     */
    @WithDefault("15m")
    Duration inventoryAge();

    /** Whether and how what is reclaimed is replaced. */
    Replacement replacement();

    /** Which instances are replaced. */
    enum Scope {
        /** Those that were in a server group. */
        MEMBERS,
        ALL
    }

    /** How the replacement of an instance is bought. */
    interface Replacement {

        /** Whether anything is bought. */
        @WithDefault("true")
        boolean enabled();

        /** Only what was in a server group (members), or all; all costs an instance for each that is reclaimed. */
        @WithDefault("members")
        Scope scope();

        /** Whether a notice of another action than delete is answered with a replacement too. */
        @WithDefault("false")
        boolean otherActions();

        /**
         * The id of the launch template that replacements are made of. Not set, they are copies of what they replace,
         * which takes three more reads and cannot be made of an instance that is gone already.
         */
        Optional<String> template();

        /** The number of the template's version; not set, its default version at the time of the order. */
        Optional<String> templateVersion();

        /**
         * The types to buy, the best first; not set, the interrupted instance's own. More find stock more often, and
         * must all be able to do its work.
         */
        Optional<List<String>> types();

        /**
         * The vSwitches to buy in, the best first; not set, the interrupted instance's own. Those of other zones find
         * stock more often.
         */
        Optional<List<String>> vswitches();

        /** Whether an on-demand instance is bought, at several times the price, where there is no spot instance. */
        @WithDefault("false")
        boolean onDemand();

        /** The most that a spot instance may cost an hour; not set, the market's price. Lower finds stock less often. */
        Optional<BigDecimal> priceLimit();

        /** How long what was reclaimed or without stock is asked for last. Longer misses stock that came back. */
        @WithDefault("30m")
        Duration poolMemory();

        /**
         * How long the cloud is trusted to know an order again. After that, its instance is looked for twice before it
         * is placed again, which takes 10 s. Longer than the cloud remembers may buy twice.
         */
        @WithDefault("10m")
        Duration tokenAge();

        /** How long after the instance is reclaimed its replacement is still tried for. */
        @WithDefault("30m")
        Duration patience();

        /** How many replacements are bought for one instance at most, each because the one before died, 1 to 10. */
        @WithDefault("3")
        int maxGenerations();
    }
}
