package io.ecslifeguard.spot;

import io.ecslifeguard.cloud.Instance;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.Optional;

/** Who is replaced, and who is only taken out of its groups. */
@ApplicationScoped
class ReplacementRules {

    private static final String OPT_OUT = "ecs-lifeguard/replace";
    private static final String SCALING_GROUP = "acs:autoscaling:scalingGroupId";

    private final SpotConfig config;

    ReplacementRules(SpotConfig config) {
        this.config = config;
    }

    /**
     * Why the instance is not replaced; empty where it is. Of one that can no longer be described, {@link Purchasing}
     * decides by what was last seen of it.
     *
     * @param action the notice's
     * @param wasInAGroup whether it was in a server group when it was looked for
     */
    Optional<String> whyNot(Optional<Instance> described, String action, boolean wasInAGroup) {
        var replacement = config.replacement();
        if (!replacement.enabled()) {
            return Optional.of("Replacing is switched off (lifeguard.spot.replacement.enabled)");
        }
        if (!replacement.otherActions() && !action.isEmpty() && !action.equalsIgnoreCase("delete")) {
            return Optional.of("The notice's action is " + action
                    + ", and only what is deleted is replaced (lifeguard.spot.replacement.other-actions)");
        }
        if (replacement.scope() == SpotConfig.Scope.MEMBERS && !wasInAGroup) {
            return Optional.of(
                    "It was in no server group, and only members are replaced" + " (lifeguard.spot.replacement.scope)");
        }
        return described.flatMap(instance -> whyNot(instance.tags()));
    }

    /** Why an instance with these tags is not replaced. */
    Optional<String> whyNot(Map<String, String> tags) {
        if ("off".equalsIgnoreCase(tags.get(OPT_OUT))) {
            return Optional.of("It is tagged " + OPT_OUT + "=off");
        }
        if (tags.containsKey(SCALING_GROUP)) {
            return Optional.of("It belongs to the scaling group " + tags.get(SCALING_GROUP)
                    + ", and Auto Scaling replaces it by itself");
        }
        return tags.keySet().stream()
                .filter(ReplacementRules::isOfKubernetes)
                .sorted()
                .findFirst()
                .map(key -> "It is a node of a Kubernetes cluster (tag " + key + "), which replaces it by itself");
    }

    /**
     * The tags of ACK's node pools, of their auto scaling, and of Karpenter.
     *
     * @see <a href="https://www.alibabacloud.com/help/en/ack/ack-managed-and-ack-dedicated/user-guide/create-a-node-pool">Node pools</a>
     */
    private static boolean isOfKubernetes(String key) {
        return key.equals("ack.aliyun.com")
                || key.equals("k8s.aliyun.com")
                || key.startsWith("ack.alibabacloud.com/")
                || key.startsWith("k8s.io/cluster-autoscaler")
                || key.startsWith("kubernetes.io/cluster/")
                || key.startsWith("karpenter.sh/");
    }
}
