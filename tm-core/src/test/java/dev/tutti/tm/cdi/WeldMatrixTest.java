package dev.tutti.tm.cdi;

import dev.tutti.tm.TransactionSystem;
import dev.tutti.tm.transactional.matrix.FrontDoor;
import dev.tutti.tm.transactional.matrix.SemanticsMatrix;

class WeldMatrixTest extends SemanticsMatrix {

  @Override
  protected FrontDoor open(TransactionSystem system) {
    return CdiDoor.open(new WeldTest().initializer(), system);
  }
}
