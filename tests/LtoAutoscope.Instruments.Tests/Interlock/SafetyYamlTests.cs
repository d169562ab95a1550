using LtoAutoscope.Domain;
using LtoAutoscope.Domain.Geometry;
using LtoAutoscope.Domain.Instruments;
using LtoAutoscope.Instruments.Composition;
using LtoAutoscope.Instruments.Interlock;

namespace LtoAutoscope.Instruments.Tests.Interlock;

public sealed class SafetyYamlTests
{
    private const string Smallest = """
        name: mine
        limits: {x_mm: [-1, 1], y_mm: [-2, 2], z_mm: [0, 3], rotation_deg: [0, 0], tilt_deg: [0, 0]}
        """;

    private static InstrumentConfiguration Parse(string more) => InstrumentConfiguration.Parse(Smallest + "\n" + more, "mine.yaml");

    [Fact]
    public void Parse_NothingSaid_HasTheDefaultsOfTheEnvelope()
    {
        InstrumentConfiguration mine = Parse("");
        var otherwise = new SafetyEnvelope { Limits = mine.Envelope.Limits };
        Assert.Equal(otherwise with { KeepOut = mine.Envelope.KeepOut, ZByTilt = mine.Envelope.ZByTilt }, mine.Envelope);
        Assert.Empty(mine.Envelope.KeepOut);
        Assert.Null(mine.Envelope.ZLink);
        Assert.False(mine.Park.AcceptUnreadable);
    }

    [Fact]
    public void Parse_EveryRule_ReachesTheEnvelope()
    {
        InstrumentConfiguration mine = Parse("""
            safety:
              z_link: linked
              uninterruptible_step_mm: 0.5
              uninterruptible_step_deg: 2
              maximum_speed_mm_per_s: 3
              maximum_speed_deg_per_s: 9
              maximum_move_s: 60
              keep_out:
                - {name: detector, x_mm: [10, 20], z_mm: [5, 9]}
                - {name: nozzle, centre_x_mm: -20, centre_y_mm: 3, radius_mm: 5}
            park: {high_voltage: "off", unreadable: accept}
            safe_position: {z_mm: 1}
            """);
        SafetyEnvelope safe = mine.Envelope;
        Assert.Equal((ZLink.LinkedToWorkingDistance, 0.5, 2.0), (safe.ZLink!.Value, safe.UninterruptibleStepMm, safe.UninterruptibleStepDeg));
        Assert.Equal((3.0, 9.0, 60.0), (safe.MaximumSpeedMmPerS!.Value, safe.MaximumSpeedDegPerS!.Value, safe.MaximumMoveS));
        Assert.Equal(new KeepOutVolume("detector", new(10, 20), KeepOutVolume.Unbounded, new(5, 9)), safe.KeepOut[0]);
        Assert.Equal(KeepOutVolume.Cylinder("nozzle", -20, 3, 5, KeepOutVolume.Unbounded), safe.KeepOut[1]);
        Assert.Equal(new ParkSettings(true, new StageTarget(ZMm: 1), true), mine.Park);
    }

    [Theory]
    [InlineData("safety: {z_link: linkd}", "safety.z_link", "did you mean 'linked'")]
    [InlineData("safety: {keep_out: [{x_mm: [1, 2]}]}", "name", "Add a line")]
    [InlineData("safety: {keep_out: [{name: wall}]}", "no bounds", "centre_x_mm")]
    [InlineData("safety: {keep_out: [{name: pole, radius_mm: 3, centre_x_mm: 1}]}", "centre_y_mm", "radius_mm: 4")]
    [InlineData("safety: {keep_out: [{name: pole, radius_mm: 0, centre_x_mm: 1, centre_y_mm: 1}]}", "radius_mm", "Use a number")]
    [InlineData("safety: {keep_out: [{name: pole, radius_mm: 1, centre_x_mm: 1, centre_y_mm: 1, x_mm: [0, 1]}]}", "x_mm", "")]
    [InlineData("safety: {keep_out: [{name: wall, x_mm: [2, 1]}]}", "x_mm", "lower limit first")]
    [InlineData("safety: {maximum_speed_mm_per_s: 0}", "maximum_speed_mm_per_s", "Use a number")]
    [InlineData("park: {unreadable: yes}", "park.unreadable", "refuse, accept")]
    public void Parse_WrongRule_IsRefusedByNameAndHint(string more, string key, string remedy)
    {
        InputException refused = Assert.Throws<InputException>(() => Parse(more));
        Assert.Contains(key, refused.What, StringComparison.Ordinal);
        Assert.Contains("mine.yaml", refused.Where, StringComparison.Ordinal);
        Assert.Contains(remedy, refused.Remedy, StringComparison.Ordinal);
    }
}
