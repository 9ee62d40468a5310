package dev.stayflow.payments;

import com.wechat.pay.java.core.auth.Credential;
import com.wechat.pay.java.core.auth.Validator;
import com.wechat.pay.java.core.auth.WechatPay2Credential;
import com.wechat.pay.java.core.auth.WechatPay2Validator;
import com.wechat.pay.java.core.cipher.RSASigner;
import com.wechat.pay.java.core.cipher.RSAVerifier;
import java.security.PrivateKey;
import java.security.PublicKey;

/**
 * Who we are at WeChat Pay, and how each knows the other's signature.
 *
 * @param appId of the app or account that payments are made for
 * @param id the merchant's number
 * @param serial of the merchant's certificate
 * @param key signs what we ask
 * @param platformKeyId names the platform's key in what it signs
 */
record WechatMerchant(
    String appId,
    String id,
    String serial,
    PrivateKey key,
    PublicKey platformKey,
    String platformKeyId) {

  Credential credential() {
    return new WechatPay2Credential(id, new RSASigner(serial, key));
  }

  Validator validator() {
    return new WechatPay2Validator(new RSAVerifier(platformKey, platformKeyId));
  }
}
