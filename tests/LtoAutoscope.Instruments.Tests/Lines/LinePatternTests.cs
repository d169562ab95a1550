using System.Globalization;
using CsCheck;
using LtoAutoscope.Instruments.Lines;
using LtoAutoscope.Instruments.Lines.Protocols;

namespace LtoAutoscope.Instruments.Tests.Lines;

public sealed class LinePatternTests
{
    private static readonly LinePattern Numbers = LinePattern.Parse("go {a:number} {b:number.3} {c:int} {d:hex}[ {e:number.1}]");

    [Fact]
    public void Write_AnyNumbers_ReadBackWithinTheirDecimals()
        => Gen.Select(Gen.Double[-1e9, 1e9], Gen.Double[-1e6, 1e6], Gen.Int[-1000000, 1000000], Gen.Int[0, int.MaxValue]).Sample((a, b, c, d) =>
        {
            string text = Numbers.Write(slot => slot switch { "a" => LineValue.Of(a), "b" => LineValue.Of(b), "c" => LineValue.Of(c), "d" => LineValue.Of(d), _ => null });
            Dictionary<string, LineValue> read = Numbers.Match(text)!;
            Assert.Equal(a, read["a"].Number!.Value, 0.51e-6 + Math.Abs(a) * 1e-15);
            Assert.Equal(b, read["b"].Number!.Value, 0.51e-3);
            Assert.Equal(c, read["c"].Number);
            Assert.Equal(d, read["d"].Number);
            Assert.False(read.ContainsKey("e"));
        });

    [Fact]
    public void Write_AnyNumber_IsFixedNotationOfTheInvariantCulture()
    {
        CultureInfo before = CultureInfo.CurrentCulture;
        try
        {
            var comma = (CultureInfo)CultureInfo.InvariantCulture.Clone();
            (comma.NumberFormat.NumberDecimalSeparator, comma.NumberFormat.NegativeSign) = (",", "\u2212");
            CultureInfo.CurrentCulture = comma;
            LinePattern pattern = LinePattern.Parse("{v:number.12}");
            Gen.OneOf(Gen.Double[-1e-9, 1e-9], Gen.Double[-1, 1], Gen.Double[-1e14, 1e14]).Sample(value =>
            {
                string text = pattern.Write(_ => LineValue.Of(value));
                Assert.Matches(@"^-?[0-9]+(\.[0-9]{1,12})?$", text);
                Assert.NotEqual("-0", text);
            });
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Theory]
    [InlineData(-0.0, "0")]
    [InlineData(-1e-9, "0")]
    [InlineData(123456.789, "123456.789")]
    [InlineData(1234.5, "1234.5")]
    [InlineData(1e14, "100000000000000")]
    [InlineData(-250.25, "-250.25")]
    public void Write_Number_IsRoundedAndNeverCut(double value, string expected) => Assert.Equal(expected, LinePattern.Parse("{v:number.4}").Write(_ => LineValue.Of(value)));

    [Theory]
    [InlineData(2.5, "3")]
    [InlineData(-2.5, "-3")]
    [InlineData(-0.4, "0")]
    public void Write_WholeNumber_IsRoundedAwayFromZero(double value, string expected) => Assert.Equal(expected, LinePattern.Parse("{v:int}").Write(_ => LineValue.Of(value)));

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(1e16)]
    public void Write_ANumberThatCannotGoOverAWire_Throws(double value)
        => Assert.Throws<ArgumentException>(() => LinePattern.Parse("{v:number}").Write(_ => LineValue.Of(value)));

    [Fact]
    public void Match_AnyLine_NeverThrowsAndNumbersAreFinite()
        => Gen.Char.Array[0, 60].Sample(signs =>
        {
            foreach (LineValue value in (Numbers.Match(new string(signs)) ?? []).Values)
                Assert.True(value.Number is null || double.IsFinite(value.Number.Value));
        });

    [Theory]
    [InlineData("G,1,2", true)]
    [InlineData("g 1 2", true)]
    [InlineData("G=1;  2", true)]
    [InlineData("G1,2", false)]
    [InlineData("G,1,2,3", false)]
    [InlineData("G,1", false)]
    public void Match_SeparatorsAndCase_AreThoseOfTheController(string line, bool fits)
        => Assert.Equal(fits, LinePattern.Parse("G,{x:int},{y:int}", ", =;", true).Match(line) is not null);

    [Theory]
    [InlineData("{x:int")]
    [InlineData("[{x:int}")]
    [InlineData("{x:real}")]
    [InlineData("{:int}")]
    [InlineData("{x:number.99}")]
    public void Parse_AWrongTemplate_IsRefused(string template) => Assert.Throws<FormatException>(() => LinePattern.Parse(template));

    [Fact]
    public void Dialogue_UnitsInversionAndOffset_AreUndoneByReading()
        => Gen.Select(Gen.Double[-100, 100], Gen.Double[1e-4, 10], Gen.Bool, Gen.Double[-50, 50]).Sample((place, step, isInverted, offset) =>
        {
            ProtocolDefinition protocol = ProtocolDefinition.Parse(
                "name: t\nframing: {}\nvalues: {step: 1}\nquantities: {x: {per: 0.001, times: step}}\ncommands:\n  go: {request: 'G {x:number.9}'}\n  ask: {request: P, reply: '{x:number.9}'}\nresynchronise: {probe: ask}\n", "t.yaml");
            var dialogue = new LineDialogue(protocol, new LineSettings
            {
                Limits = LineBench.Limits, Values = new Dictionary<string, double> { ["step"] = step }, Axes = new Dictionary<string, LineAxis> { ["x"] = new("", isInverted, offset) },
            });
            string text = dialogue.Write(protocol.Commands["go"], new Dictionary<string, double> { ["x"] = place });
            double device = double.Parse(text[2..], CultureInfo.InvariantCulture);
            Assert.Equal((place - offset) * (isInverted ? -1 : 1) / (0.001 * step), device, 1e-6);
            Assert.Equal(place, dialogue.ToQuantity("x", device), 1e-6);
        });
}
