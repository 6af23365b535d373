package io.ecslifeguard.localcloud.ecs;

import io.ecslifeguard.localcloud.core.ApiError;

/**
 * What cannot be bought.
 *
 * @param id by which the rule is deleted
 * @param instanceType that type only; null: any
 * @param zone that zone only; null: any
 * @param vSwitch that vSwitch only; null: any
 * @param spot spot instances only, or all but spot instances; null: both
 * @param code what is answered, {@code OperationDenied.NoStock} for one
 * @param status the HTTP status of that answer
 * @param left how many can be bought still
 */
record StockRule(
        String id, String instanceType, String zone, String vSwitch, Boolean spot, String code, int status, int left) {

    boolean meets(Order order) {
        return (instanceType == null || instanceType.equals(order.type()))
                && (zone == null || zone.equals(order.zone()))
                && (vSwitch == null || vSwitch.equals(order.vSwitch()))
                && (spot == null || spot == order.spot());
    }

    StockRule less(int bought) {
        return new StockRule(id, instanceType, zone, vSwitch, spot, code, status, left - bought);
    }

    ApiError error() {
        return new ApiError(
                status,
                code,
                switch (code) {
                    case "OperationDenied.NoStock" ->
                        "The requested resource is sold out in the specified zone; try other types of"
                                + " resources or other regions and zones.";
                    case "Zone.NotOnSale" -> "The requested resource is not available in the specified zone.";
                    default -> "The resource you are requesting is not available.";
                });
    }
}
