using LtoAutoscope.Fem.Functions;

namespace LtoAutoscope.Fem.Tests.Functions;

public sealed class TabulatedFunctionTests
{
    [Theory]
    [InlineData("0.194 + 1.5*exp(-120*x) + 0.0351*tanh((x-0.286)/0.083) - 0.022*tanh((x-0.9)/0.0164)")]
    [InlineData("1.5 - 0.0257*ln(x/(1-x)) + max(x, 0.3)")]
    public void At_Anywhere_IsTheFunction(string text)
    {
        var function = ExpressionFunction.Compile(text, "x", "test");
        var table = new TabulatedFunction(function, 0, 1);
        for (double x = 1e-7; x < 1; x += 0.000317)
        {
            Assert.Equal(function.At(x), table.At(x), 3e-9);
            Assert.Equal(function.SlopeAt(x), table.SlopeAt(x), 1e-4 * (1 + Math.Abs(function.SlopeAt(x))));
        }

        Assert.Equal(function.At(1.5 - 0.6), table.At(1.5 - 0.6), 3e-9);
        Assert.Equal(ExpressionFunction.Compile("x^2", "x", "test").At(3), new TabulatedFunction(ExpressionFunction.Compile("x^2", "x", "test"), 0, 1).At(3), 1e-12);
    }
}
