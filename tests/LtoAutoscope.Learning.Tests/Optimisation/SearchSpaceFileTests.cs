using LtoAutoscope.Domain;
using LtoAutoscope.Learning.Optimisation;

namespace LtoAutoscope.Learning.Tests.Optimisation;

public sealed class SearchSpaceFileTests
{
    private const string Whole = """
        parameters:
          - name: temperature_C
            unit: °C
            type: continuous
            low: 600
            high: 900
            step: 5
          - { name: washes, type: integer, low: 1, high: 5 }
          - { name: precursor_mol_per_l, unit: mol/L, type: continuous, low: 0.05, high: 2, log: true }
          - { name: solvent, type: categorical, levels: [water, ethanol] }
        constraints:
          - temperature_C + 20*washes <= 950
          - when: solvent == ethanol
            require: temperature_C <= 750
        """;

    [Fact]
    public void Parse_WholeFile_GivesTheSpace()
    {
        SearchSpace space = SearchSpaceFile.Parse(Whole, "space.yaml");
        Assert.Equal(["temperature_C", "washes", "precursor_mol_per_l", "solvent"], space.Parameters.Select(parameter => parameter.Name));
        Assert.Equal(5, space.Parameters[0].Step);
        Assert.True(space.Parameters[2].IsLog);
        Assert.Equal("600…900 °C", space.Parameters[0].Range());
        Assert.True(space.IsFeasible([850, 5, 0.1, 0]));
        Assert.False(space.IsFeasible([855, 5, 0.1, 0]));
        Assert.False(space.IsFeasible([760, 1, 0.1, 1]));
        Assert.True(space.IsFeasible([750, 1, 0.1, 1]));
    }

    [Theory]
    [InlineData("    high: 900", "    high: 500", 6, "does not lie above")]
    [InlineData("    high: 900", "    hihg: 900", 6, "no key 'hihg'")]
    [InlineData("type: integer", "type: whole", 8, "'whole' is no type")]
    [InlineData("low: 0.05, high: 2, log", "low: 0, high: 2, log", 9, "log scale")]
    [InlineData("[water, ethanol]", "[water]", 10, "two or more levels")]
    [InlineData("20*washes <= 950", "20*wash <= 950", 12, "no parameter 'wash'")]
    [InlineData("20*washes <= 950", "20*solvent <= 950", 12, "categorical")]
    [InlineData("20*washes <= 950", "20 washes <= 950", 12, "cannot be read")]
    [InlineData("20*washes <= 950", "20*washes", 12, "compares nothing")]
    [InlineData("solvent == ethanol", "solvent == acetone", 13, "no level")]
    [InlineData("name: washes", "name: temperature_c", 8, "twice")]
    [InlineData("low: 1, high: 5", "low: one, high: 5", 8, "no number")]
    [InlineData("low: 1, high: 5", "low: 1, high: 5.5", 8, "whole numbers")]
    [InlineData("    step: 5", "    step: -5", 7, "step")]
    public void Parse_SomethingWrong_NamesFileAndLine(string what, string instead, int line, string told)
    {
        InputException error = Assert.Throws<InputException>(() => SearchSpaceFile.Parse(Whole.Replace(what, instead, StringComparison.Ordinal), "space.yaml"));
        Assert.Equal($"space.yaml, line {line}", error.Where);
        Assert.Contains(told, error.What, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("parameters: 5")]
    [InlineData("parameters: []")]
    [InlineData("parameters: [{name: a, type: continuous, low: 1}]")]
    [InlineData("\tparameters: []")]
    [InlineData("parameters: [[[[[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]]]]]")]
    [InlineData("a: &x [*x]")]
    public void Parse_NoSpace_IsRefused(string yaml) => Assert.Throws<InputException>(() => SearchSpaceFile.Parse(yaml, "space.yaml"));

    [Theory]
    [InlineData("3", 3.0)]
    [InlineData("12", 12.0)]
    [InlineData("3.5", null)]
    [InlineData("three", null)]
    [InlineData("NaN", null)]
    public void Parse_Integer_TakesWholeNumbersAlone(string text, double? expected)
        => Assert.Equal(expected, new SpaceParameter("n", ParameterKind.Integer) { Low = 1, High = 9 }.Parse(text));

    [Theory]
    [InlineData(0, 5, true)]
    [InlineData(10, 5, true)]
    [InlineData(10.1, 5, false)]
    [InlineData(-0.1, 5, false)]
    [InlineData(9, 9, false)]
    public void Holds_Point_LiesInTheRangesAndFulfilsTheConstraints(double a, double b, bool holds)
    {
        SpaceParameter[] parameters = [new("a", ParameterKind.Continuous) { Low = 0, High = 10 }, new("b", ParameterKind.Continuous) { Low = 0, High = 10 }];
        Assert.Equal(holds, new SearchSpace(parameters, [SearchSpace.Constraint(parameters, "a + b <= 15")]).Holds([a, b]));
    }

    [Theory]
    [InlineData("2*a - b >= -1", 0, 1, true)]
    [InlineData("2*a - b >= -1", 0, 1.01, false)]
    [InlineData("a < 3", 3, 0, false)]
    [InlineData("1 + a <= 2*b + 0.5", 1, 0.75, true)]
    [InlineData("- a <= b", -1, 0.5, false)]
    [InlineData("1e2*a <= b", 0.01, 1, true)]
    public void Constraint_LinearText_MeansWhatItSays(string text, double a, double b, bool holds)
    {
        SpaceParameter[] parameters = [new("a", ParameterKind.Continuous) { Low = -5, High = 5 }, new("b", ParameterKind.Continuous) { Low = -5, High = 5 }];
        Assert.Equal(holds, SearchSpace.Constraint(parameters, text).Holds([a, b]));
    }
}
