namespace LtoAutoscope.Domain.Tests;

public sealed class InputExceptionTests
{
    [Fact]
    public void Message_HoldsWhereWhatAndRemedy()
        => Assert.Equal("recipe.yaml, line 3: the key is unknown. Write 'areas'.", new InputException("the key is unknown", "recipe.yaml, line 3", "Write 'areas'").Message);
}
