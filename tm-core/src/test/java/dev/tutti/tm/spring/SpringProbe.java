package dev.tutti.tm.spring;

import dev.tutti.tm.transactional.matrix.Probe;
import dev.tutti.tm.transactional.matrix.ProbeBean.Both;
import dev.tutti.tm.transactional.matrix.ProbeBean.Forgiven;
import dev.tutti.tm.transactional.matrix.ProbeBean.Listed;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** The probe with Spring's own annotation. */
class SpringProbe implements Probe {

  @Override
  @Transactional(
      rollbackFor = Listed.class,
      noRollbackFor = {Forgiven.class, Both.class})
  public String required(Work work) throws Exception {
    return work.run();
  }

  @Override
  @Transactional(
      propagation = Propagation.REQUIRES_NEW,
      rollbackFor = Listed.class,
      noRollbackFor = {Forgiven.class, Both.class})
  public String requiresNew(Work work) throws Exception {
    return work.run();
  }

  @Override
  @Transactional(
      propagation = Propagation.MANDATORY,
      rollbackFor = Listed.class,
      noRollbackFor = {Forgiven.class, Both.class})
  public String mandatory(Work work) throws Exception {
    return work.run();
  }

  @Override
  @Transactional(
      propagation = Propagation.SUPPORTS,
      rollbackFor = Listed.class,
      noRollbackFor = {Forgiven.class, Both.class})
  public String supports(Work work) throws Exception {
    return work.run();
  }

  @Override
  @Transactional(
      propagation = Propagation.NOT_SUPPORTED,
      rollbackFor = Listed.class,
      noRollbackFor = {Forgiven.class, Both.class})
  public String notSupported(Work work) throws Exception {
    return work.run();
  }

  @Override
  @Transactional(
      propagation = Propagation.NEVER,
      rollbackFor = Listed.class,
      noRollbackFor = {Forgiven.class, Both.class})
  public String never(Work work) throws Exception {
    return work.run();
  }
}
