using System.Text.Json;
using LtoAutoscope.Domain.Files;
using LtoAutoscope.Domain.Instruments;
using LtoAutoscope.Domain.Samples;

namespace LtoAutoscope.Domain.Tests.Samples;

public sealed class SampleValidationTests
{
    private static readonly Sample Whole = new()
    {
        Name = "LTO-0412", Stub = "2", Batch = "B-7", BetAreaM2PerG = 42.5, XrdNotes = "spinel, no rutile; 38 nm by Scherrer",
        Synthesis = new Synthesis { TemperatureC = 180, Ph = 11.5, PrecursorMolPerL = 0.8, DurationH = 24, Fields = [new SampleField("stirring", "400", "1/min")] },
    };

    [Fact]
    public void Validate_WholeRecord_IsSoundAndKeepsItsKeys()
    {
        Assert.Empty(Whole.Validate());
        string json = JsonSerializer.Serialize(Whole, DomainJson.Line);
        foreach (string key in (string[])["bet_area_m2_per_g", "xrd_notes", "batch", "temperature_c", "ph", "precursor_mol_per_l", "duration_h", "fields"]) Assert.Contains($"\"{key}\"", json, StringComparison.Ordinal);
        Assert.Equal(json, JsonSerializer.Serialize(JsonSerializer.Deserialize<Sample>(json, DomainJson.Line), DomainJson.Line));
    }

    [Fact]
    public void Deserialize_RecordOfAnOlderVersion_HasNothingOfTheNew()
    {
        Sample old = JsonSerializer.Deserialize<Sample>("""{"name":"a","description":"","stub":"1","material":"lto","expected_diameter_nm":70,"scale_note":null}""", DomainJson.Line)!;
        Assert.Null(old.Synthesis);
        Assert.Empty(old.Validate());
    }

    [Theory]
    [InlineData(3000, 7, 1, 1, 10, "synthesis.temperature_c")]
    [InlineData(100, 20, 1, 1, 10, "synthesis.ph")]
    [InlineData(100, 7, 0, 1, 10, "synthesis.precursor_mol_per_l")]
    [InlineData(100, 7, 1, -1, 10, "synthesis.duration_h")]
    [InlineData(100, 7, 1, 1, 0, "bet_area_m2_per_g")]
    [InlineData(100, 7, 1, 1, 6000, "bet_area_m2_per_g")]
    public void Validate_OutOfRange_NamesKeyAndUnit(double temperature, double ph, double concentration, double hours, double area, string key)
    {
        Sample sample = Whole with { BetAreaM2PerG = area, Synthesis = new Synthesis { TemperatureC = temperature, Ph = ph, PrecursorMolPerL = concentration, DurationH = hours } };
        Assert.StartsWith(key, Assert.Single(sample.Validate()), StringComparison.Ordinal);
    }

    [Fact]
    public void Validate_FieldTwice_IsRefused()
        => Assert.Contains("twice", Assert.Single((Whole with { Synthesis = new Synthesis { Fields = [new SampleField("a", "1"), new SampleField("A", "2")] } }).Validate()), StringComparison.Ordinal);

    [Fact]
    public void HolderMap_WhatDoesNotFit_IsListed()
    {
        var holder = new HolderMap
        {
            Name = "h",
            Stubs = [new Stub("1", 0, 0, 5), new Stub("1", 4, 0, 5), new Stub("G", 30, 0, 2) { Grating = new CalibrationGrating(0, 80) }],
            KeepOuts = [new KeepOut("screw", -6, -6, -3, -3), new KeepOut("clip", 10, 10, 8, 12), new KeepOut("far", -20, -20, -10, -10)],
        };
        string problems = string.Join('\n', holder.Validate());
        foreach (string words in (string[])["two stubs have this name", "overlaps", "grating.pitch_nm", "grating.uncertainty_percent", "keep-out 'screw': it reaches into", "keep-out 'clip': its lower corner"]) Assert.Contains(words, problems, StringComparison.Ordinal);
        Assert.DoesNotContain("'far'", problems, StringComparison.Ordinal);
    }

    [Fact]
    public void OutOfReach_StubBeyondTheStage_IsNamed()
    {
        var holder = new HolderMap { Name = "h", Stubs = [new Stub("in", 0, 0, 5), new Stub("out", 17, 0, 5)] };
        var axis = new AxisRange(-20, 20);
        Assert.Contains("'out'", Assert.Single(holder.OutOfReach(new StageLimits(axis, axis, axis, axis, axis))), StringComparison.Ordinal);
    }
}
