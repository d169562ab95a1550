using LtoAutoscope.Domain;
using LtoAutoscope.Learning.Optimisation;
using LtoAutoscope.Learning.Scores;
using LtoAutoscope.Learning.Tables;

namespace LtoAutoscope.Learning.Tests.Optimisation;

public sealed class ObservationTableTests
{
    private static readonly SearchSpace Space = new(
    [
        new SpaceParameter("temperature_C", ParameterKind.Continuous) { Low = 600, High = 900 },
        new SpaceParameter("solvent", ParameterKind.Categorical) { Levels = ["water", "ethanol"] },
    ]);

    [Fact]
    public void Read_RepeatsAndAPlannedRow_AreToldApart()
    {
        ObservationTable table = Read("sample,temperature_C,solvent,ce1\na,700,water,0.90\na,700,Water,0.92\nb,800,ethanol,0.95\nc,650,ethanol,\n", "ce1");
        Assert.Equal([650, 1], Assert.Single(table.Planned));
        IReadOnlyList<Observation> merged = ObservationMerge.Of(Space, table.Measured);
        Assert.Equal(2, merged.Count);
        Assert.Equal((0.91, "a", 2), (Math.Round(merged[0].Value, 12), merged[0].Label, merged[0].Repeats));
        // Pooled over the one pair: s² = 2·0.01² / 1.
        Assert.Equal(0.0002 / 2, merged[0].Variance, 12);
        Assert.Equal(0.0002, merged[1].Variance, 12);
    }

    [Fact]
    public void Read_StatedDeviations_WeighTheMean()
    {
        ObservationTable table = Read("temperature_C,solvent,q,q_sd\n700,water,10,1\n700,water,13,2\n", "q");
        Observation merged = Assert.Single(ObservationMerge.Of(Space, table.Measured));
        Assert.Equal((10 + 13 / 4.0) / 1.25, merged.Value, 12);
        Assert.Equal(0.8, merged.Variance, 12);
    }

    [Fact]
    public void Read_HyperScore_IsComputedFromTheEfficiency()
    {
        Assert.Equal(new HyperScore().Of(0.95), Assert.Single(Read("temperature_C,solvent,ce1\n700,water,0.95\n", "hyperscore").Measured).Value);
        Assert.Equal(104, Assert.Single(Read("temperature_C,solvent,ce1,hyperscore\n700,water,0.95,104\n", "hyperscore").Measured).Value);
    }

    [Theory]
    [InlineData("temperature_C,solvent,ce1\n700,acetone,0.9\n", "line 2, column 'solvent'")]
    [InlineData("temperature_C,solvent,ce1\n700,water,0.9\n7OO,water,0.9\n", "line 3, column 'temperature_C'")]
    [InlineData("temperature_C,solvent,ce1\n70000,water,0.9\n", "line 2, column 'temperature_C'")]
    [InlineData("temperature_C,solvent,ce1\n700,water,good\n", "line 2, column 'ce1'")]
    [InlineData("temperature_C,solvent,ce1,ce1_sd\n700,water,0.9,-0.1\n", "line 2, column 'ce1_sd'")]
    public void Read_BadField_NamesLineAndColumn(string csv, string where)
        => Assert.EndsWith(where, Assert.Throws<InputException>(() => Read(csv, "ce1")).Where, StringComparison.Ordinal);

    [Fact]
    public void Read_MissingColumn_NamesIt()
    {
        Assert.Contains("solvent", Assert.Throws<InputException>(() => Read("temperature_C,ce1\n700,0.9\n", "ce1")).What, StringComparison.Ordinal);
        Assert.Contains("capacity", Assert.Throws<InputException>(() => Read("temperature_C,solvent\n700,water\n", "capacity")).What, StringComparison.Ordinal);
    }

    private static ObservationTable Read(string csv, string objective) => ObservationTable.Read(CsvTable.Read(new StringReader(csv), "data.csv"), Space, new ObjectiveColumn(objective));
}
