package io.ecslifeguard.localcloud.ecs;

import io.ecslifeguard.localcloud.core.ApiError;
import io.ecslifeguard.localcloud.core.Parameters;
import java.util.List;

/** Where the fleet lives. Each zone has a vSwitch of its own, {@code vsw-<zone>}, in the one VPC. */
record Home(String account, String region) {

    static final String VPC = "vpc-local";

    List<String> zones() {
        return List.of(region + "-h", region + "-i", region + "-j", region + "-k");
    }

    String vSwitchOf(String zone) {
        return "vsw-" + zone;
    }

    /** The zone of a vSwitch; that of an unknown one is the first, since any id is taken. */
    String zoneOf(String vSwitch) {
        return vSwitch != null && zones().contains(vSwitch.replaceFirst("^vsw-", ""))
                ? vSwitch.substring("vsw-".length())
                : zones().get(0);
    }

    String arn(String instanceId) {
        return "acs:ecs:" + region + ":" + account + ":instance/" + instanceId;
    }

    /** Fails unless the call asks for this region. */
    void require(Parameters parameters) {
        if (parameters.text("RegionId") == null) {
            throw Parameters.missing("RegionId");
        }
        check(parameters);
    }

    /** Fails where the call asks for another region. */
    void check(Parameters parameters) {
        var asked = parameters.text("RegionId");
        if (asked != null && !asked.equals(region)) {
            throw new ApiError(404, "InvalidRegionId.NotFound", "The RegionId provided does not exist in our records.");
        }
    }
}
