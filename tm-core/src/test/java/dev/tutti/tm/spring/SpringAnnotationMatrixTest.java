package dev.tutti.tm.spring;

import dev.tutti.tm.TransactionSystem;
import dev.tutti.tm.transactional.matrix.FrontDoor;
import org.junit.jupiter.api.Tag;

@Tag("spring")
class SpringAnnotationMatrixTest extends SpringMatrix {

  @Override
  protected FrontDoor open(TransactionSystem system) {
    return open(system, SpringProbe.class);
  }
}
