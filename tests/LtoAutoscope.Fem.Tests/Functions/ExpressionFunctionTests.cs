using LtoAutoscope.Domain;
using LtoAutoscope.Fem.Functions;

namespace LtoAutoscope.Fem.Tests.Functions;

public sealed class ExpressionFunctionTests
{
    [Theory]
    [InlineData("1 + 2*x^2", 9)]
    [InlineData("-x^2", -4)]
    [InlineData("2^-x", 0.25)]
    [InlineData("2**3**2/x", 256)]
    [InlineData("7/2", 3.5)]
    [InlineData("1 - 2 - 3", -4)]
    [InlineData("exp(ln(x)) + sqrt(4) + log10(100) + min(1, x) + max(1, x) + pow(x, 3)", 17)]
    [InlineData("tanh(0) + sinh(0) + cosh(0) + atan(0) + asinh(0) + sin(0) + cos(0) + abs(-x)", 4)]
    [InlineData("1.5e1 + .5E-1*2", 15.1)]
    [InlineData("R*T/F", 8.31446261815324 * 298.15 / 96485.33212)]
    [InlineData("+(pi)", Math.PI)]
    public void At_Expression_IsItsValue(string text, double expected)
        => Assert.Equal(expected, ExpressionFunction.Compile(text, "x", "test").At(2), 1e-12 * Math.Abs(expected));

    [Theory]
    [InlineData("0.194 + 1.5*exp(-120*x) + 0.0351*tanh((x-0.286)/0.083)")]
    [InlineData("-0.0257*log(x/(1-x)) + x^3 - 2^x + x^x")]
    [InlineData("sqrt(x*(1-x))*log10(x) + atan(x)/cosh(x) - asinh(3*x)")]
    [InlineData("abs(x-2) + sin(x)*cos(x) + sinh(x)^2 + max(x, 0.1) + 1/(x+1)")]
    public void SlopeAt_Expression_IsTheDifferenceQuotient(string text)
    {
        var f = ExpressionFunction.Compile(text, "x", "test");
        foreach (double x in new[] { 0.11, 0.4, 0.73 })
        {
            double difference = (f.At(x + 1e-6) - f.At(x - 1e-6)) / 2e-6;
            Assert.Equal(difference, f.SlopeAt(x), 1e-7 * (1 + Math.Abs(difference)));
        }
    }

    [Theory]
    [InlineData("1 + ", "ends too early", 5)]
    [InlineData("1 + )", "')' is not expected", 5)]
    [InlineData("exp(x", "')' is missing", 6)]
    [InlineData("foo(x)", "no function 'foo'", 1)]
    [InlineData("1 + y", "no variable 'y'", 5)]
    [InlineData("1 2", "'2' is not expected", 3)]
    [InlineData("1.2.3", "'1.2.3' is not a number", 1)]
    [InlineData("pow(x)", "',' is missing", 6)]
    public void Compile_Nonsense_SaysWhereAndWhat(string text, string what, int character)
    {
        var error = Assert.Throws<InputException>(() => ExpressionFunction.Compile(text, "x", "case.yaml, line 3"));
        Assert.Contains(what, error.Message, StringComparison.Ordinal);
        Assert.Contains($"at character {character} ", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Compile_DeepNesting_IsAnInputError()
        => Assert.Throws<InputException>(() => ExpressionFunction.Compile(new string('(', 5000) + "x", "x", "test"));

    [Fact]
    public void AtTemperature_Expression_UsesIt()
        => Assert.Equal(310, ExpressionFunction.Compile("T*x", "x", "test").AtTemperature(310).At(1), 1e-12);

    [Fact]
    public void At_TwoVariables_HasBothSlopes()
    {
        var (value, byX, byC) = BivariateExpression.Compile("2e-5*sqrt(c*x*(1-x))", "x", "c", "test").At(0.3, 900);
        Assert.Equal(2e-5 * Math.Sqrt(900 * 0.21), value, 1e-15);
        Assert.Equal(value * 0.4 / (2 * 0.21), byX, 1e-12);
        Assert.Equal(value / 1800, byC, 1e-15);
    }
}
