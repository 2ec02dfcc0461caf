package dev.tutti.tm.transactional;

import dev.tutti.tm.TransactionSystem;
import dev.tutti.tm.transactional.matrix.FrontDoor;
import dev.tutti.tm.transactional.matrix.Probe;
import dev.tutti.tm.transactional.matrix.ProbeBean;
import dev.tutti.tm.transactional.matrix.SemanticsMatrix;

class SubclassMatrixTest extends SemanticsMatrix {

  @Override
  protected FrontDoor open(TransactionSystem system) {
    Probe probe = system.transactionalClass(ProbeBean.class).create();
    return () -> probe;
  }
}
