package dev.stayflow.createorder;

import dev.stayflow.order.HomestayId;
import dev.stayflow.order.StayRequest;
import org.jspecify.annotations.Nullable;

/**
 * What a guest sends.
 *
 * @param liveStartTime unix seconds
 * @param liveEndTime unix seconds
 */
record OrderForm(
    long homestayId,
    boolean isFood,
    long liveStartTime,
    long liveEndTime,
    int livePeopleNum,
    @Nullable String remark) {

  StayRequest toStayRequest() {
    return new StayRequest(
        new HomestayId(homestayId),
        isFood,
        liveStartTime,
        liveEndTime,
        livePeopleNum,
        remark == null ? "" : remark);
  }
}
