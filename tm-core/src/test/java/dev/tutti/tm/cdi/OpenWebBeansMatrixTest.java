package dev.tutti.tm.cdi;

import dev.tutti.tm.TransactionSystem;
import dev.tutti.tm.transactional.matrix.FrontDoor;
import dev.tutti.tm.transactional.matrix.SemanticsMatrix;
import org.junit.jupiter.api.Tag;

@Tag("openwebbeans")
class OpenWebBeansMatrixTest extends SemanticsMatrix {

  @Override
  protected FrontDoor open(TransactionSystem system) {
    return CdiDoor.open(new OpenWebBeansTest().initializer(), system);
  }
}
