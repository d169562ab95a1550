using CsCheck;
using LtoAutoscope.Domain;
using LtoAutoscope.Storage.Columns;
using LtoAutoscope.Storage.Decisions;

namespace LtoAutoscope.Storage.Tests.Columns;

public sealed class ParticleFilterTextTests
{
    private static readonly DecisionVerdict[][] Decided = [[], [DecisionVerdict.Accepted], [DecisionVerdict.Withdrawn, DecisionVerdict.Rejected]];

    private static readonly Gen<ParticleFilter> Filters =
        from some in Gen.Int[0, ParticleQuantity.All.Count - 1].Array[0, 4]
        from ends in Gen.Double[-1e6, 1e6].Array[8]
        from open in Gen.Int[0, 2].Array[4]
        from flags in Gen.Int[0, 15]
        from without in Gen.Int[0, 15]
        from decided in Gen.Int[0, 2]
        select new ParticleFilter
        {
            Ranges = [.. some.Distinct().Select((q, i) => new QuantityRange(
                ParticleQuantity.All[q], open[i] == 1 ? double.NegativeInfinity : Math.Min(ends[2 * i], ends[2 * i + 1]), open[i] == 2 ? double.PositiveInfinity : Math.Max(ends[2 * i], ends[2 * i + 1])))
                .OrderBy(range => range.Quantity.Key, StringComparer.Ordinal)],
            Flags = (ParticleFlags)flags, Without = (ParticleFlags)without, Decided = Decided[decided], Frame = flags % 2 == 0 ? "" : "a01-f0003",
        };

    [Fact]
    public void Parse_WhatFormatWrote_GivesTheSameFilter() => Filters.Sample(
        filter =>
        {
            ParticleFilter read = ParticleFilterText.Parse(ParticleFilterText.Format(filter));
            Assert.Equal(filter.Ranges, read.Ranges);
            Assert.Equal((filter.Flags, filter.Without, filter.Frame), (read.Flags, read.Without, read.Frame));
            Assert.Equal(filter.Decided, read.Decided);
            Assert.Equal(ParticleFilterText.Format(filter), ParticleFilterText.Format(read));
        },
        iter: 300);

    [Theory]
    [InlineData("size=1..2", "size", "quantity")]
    [InlineData("diameter_nm=50-120", "diameter_nm", "LOW..HIGH")]
    [InlineData("diameter_nm=..", "diameter_nm", "LOW..HIGH")]
    [InlineData("diameter_nm=1..NaN", "diameter_nm", "LOW..HIGH")]
    [InlineData("diameter_nm=1,5..2", "diameter_nm", "LOW..HIGH")]
    [InlineData("diameter_nm=9..1", "diameter_nm", "lower end first")]
    [InlineData("diameter_nm=1..2&diameter=3..4", "diameter", "once")]
    [InlineData("flags=round", "flags", "edge")]
    [InlineData("decided=maybe", "decided", "accepted")]
    [InlineData("frame=../x", "frame", "a01-f0003")]
    public void Parse_Malformed_NamesKeyAndRemedy(string query, string key, string remedy)
    {
        InputException refused = Assert.Throws<InputException>(() => ParticleFilterText.Parse(query));
        Assert.Equal(key, refused.Where);
        Assert.Contains(remedy, refused.Remedy, StringComparison.Ordinal);
    }
}
