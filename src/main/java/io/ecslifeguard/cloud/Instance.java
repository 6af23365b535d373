package io.ecslifeguard.cloud;

import static java.util.Objects.requireNonNull;

import io.ecslifeguard.event.InstanceId;
import io.ecslifeguard.event.InstanceState;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An instance as DescribeInstances shows it.
 *
 * @param chargeType {@code PostPaid} or {@code PrePaid}; empty where not told
 * @param spotStrategy {@code NoSpot}, {@code SpotWithPriceLimit} or {@code SpotAsPriceGo}; empty where not told
 * @param spotInterruptionBehavior {@code Terminate} or {@code Stop}, of spot instances
 * @param stoppedMode {@code KeepCharging}, {@code StopCharging} or {@code Not-applicable}
 * @param createdAt to the minute
 * @param expiresAt of prepaid instances; others show a day in 2099
 * @param releaseAt where it is to be released at a set time
 * @param elasticAddress its EIP
 * @param networkInterfaces as far as they are told; the primary one first
 * @param bandwidthOut in Mbit/s to the internet, where told
 * @param internetChargeType {@code PayByTraffic} or {@code PayByBandwidth}, where told
 * @param httpTokens whether its metadata are read with tokens only ({@code required}) or not ({@code optional}), where
 *     that was set
 * @param locks why it is locked, in the vendor's words; the case of their letters differs
 * @see <a href="https://www.alibabacloud.com/help/en/ecs/developer-reference/api-ecs-2014-05-26-describeinstances">DescribeInstances</a>
 */
public record Instance(
        InstanceId id,
        String name,
        InstanceState state,
        String region,
        String zone,
        String type,
        String image,
        String chargeType,
        String spotStrategy,
        Optional<String> spotInterruptionBehavior,
        Optional<String> stoppedMode,
        Optional<Instant> createdAt,
        Optional<Instant> expiresAt,
        Optional<Instant> releaseAt,
        List<String> privateAddresses,
        List<String> publicAddresses,
        Optional<String> elasticAddress,
        List<NetworkInterface> networkInterfaces,
        Optional<Integer> bandwidthOut,
        Optional<String> internetChargeType,
        Optional<String> vpc,
        Optional<String> vSwitch,
        List<String> securityGroups,
        Optional<String> keyPair,
        Optional<String> resourceGroup,
        Optional<String> httpTokens,
        Map<String, String> tags,
        List<String> locks) {

    private static final String AUTO_SCALING_TAG = "acs:autoscaling:scalingGroupId";
    private static final String ACK_TAG = "ack.aliyun.com";
    private static final String KUBERNETES_TAG = "kubernetes.io/cluster/";

    public Instance {
        requireNonNull(id, "id");
        requireNonNull(state, "state");
        privateAddresses = List.copyOf(privateAddresses);
        publicAddresses = List.copyOf(publicAddresses);
        networkInterfaces = List.copyOf(networkInterfaces);
        securityGroups = List.copyOf(securityGroups);
        tags = Map.copyOf(tags);
        locks = List.copyOf(locks);
    }

    /** Its first network interface, where told. */
    public Optional<NetworkInterface> primaryInterface() {
        return networkInterfaces.stream().findFirst();
    }

    /** Its private addresses of which it is not told what network interface they belong to. */
    public List<String> addressesWithoutInterface() {
        return privateAddresses.stream()
                .filter(address -> networkInterfaces.stream()
                        .noneMatch(it -> it.addresses().contains(address)))
                .toList();
    }

    /** Whether it can be reclaimed at any time. */
    public boolean isSpot() {
        return !spotStrategy.isEmpty() && !"NoSpot".equalsIgnoreCase(spotStrategy);
    }

    /** Whether the platform has locked it, for whatever reason. */
    public boolean isLocked() {
        return !locks.isEmpty();
    }

    /** Whether it is a spot instance on its way out. */
    public boolean isBeingReclaimed() {
        return locks.stream().anyMatch("Recycling"::equalsIgnoreCase);
    }

    /** Whether it was stopped in economical mode: on purpose, and to start it costs money and may find no stock. */
    public boolean isStoppedToSaveCost() {
        return InstanceState.STOPPED.equals(state)
                && stoppedMode.filter("StopCharging"::equalsIgnoreCase).isPresent();
    }

    /** Whether its prepaid time was over at {@code now}. */
    public boolean isExpired(Instant now) {
        return "PrePaid".equalsIgnoreCase(chargeType)
                && expiresAt.filter(end -> !end.isAfter(now)).isPresent();
    }

    /** The Auto Scaling group that owns it and will replace it by itself. */
    public Optional<String> autoScalingGroup() {
        return tag(AUTO_SCALING_TAG);
    }

    /** The Kubernetes cluster that it is a node of, by the tags of ACK and of the cloud controller. */
    public Optional<String> kubernetesCluster() {
        return tag(ACK_TAG)
                .or(() -> tags.keySet().stream()
                        .filter(key -> key.startsWith(KUBERNETES_TAG))
                        .map(key -> key.substring(KUBERNETES_TAG.length()))
                        .findFirst());
    }

    /** The value of the tag of this key. */
    public Optional<String> tag(String key) {
        return Optional.ofNullable(tags.get(key));
    }
}
