/// The password of a session, by ZooKeeper's formula (`ZooKeeperServer.generatePasswd`): the first 16 bytes of
/// Java's generator, seeded with the session id. Every server can check it without having given it out.
public enum SessionPassword {}
