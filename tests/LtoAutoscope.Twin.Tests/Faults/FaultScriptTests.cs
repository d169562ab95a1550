using System.Text.Json;
using LtoAutoscope.Domain;
using LtoAutoscope.Domain.Frames;
using LtoAutoscope.Domain.Instruments;
using LtoAutoscope.Twin.Faults;
using LtoAutoscope.Twin.Tests.Servers;
using Microsoft.Extensions.Time.Testing;

namespace LtoAutoscope.Twin.Tests.Faults;

public sealed class FaultScriptTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly TwinMicroscope _microscope;
    private readonly FaultRunner _runner;

    public FaultScriptTests()
    {
        _microscope = new TwinMicroscope(new TwinOptions { Column = new() { BeamOn = true } }, new FlatWorld(), _time);
        _runner = new FaultRunner(_microscope);
        _microscope.Column.Blanker = 0;
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static string Folder => Path.Combine(AppContext.BaseDirectory, "config", "twin");

    [Fact]
    public async Task Example_Shipped_IsReadWhole()
    {
        FaultScript script = await FaultScript.LoadAsync(Path.Combine(Folder, "faults-example.yaml"), Token);
        Assert.Equal(15, script.Orders.Count);
        Assert.Equal(("wire_stall", 30), (script.Orders[0].Fault, script.Orders[0].AtSeconds));
    }

    [Fact]
    public async Task Schema_Shipped_KnowsTheFaultsThatTheTwinKnowsAndTheirKeys()
    {
        using JsonDocument schema = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(Folder, "faults.schema.json"), Token));
        JsonElement entry = schema.RootElement.GetProperty("properties").GetProperty("faults").GetProperty("items");
        string[] names = [.. entry.GetProperty("properties").GetProperty("fault").GetProperty("enum").EnumerateArray().Select(name => name.GetString()!)];
        Assert.Equal(FaultOrder.Names, names.Order(StringComparer.Ordinal));
        string[] common = ["fault", "at_s", "after_moves", "after_frames", "for_s"];
        string[] own = [.. entry.GetProperty("properties").EnumerateObject().Select(key => key.Name).Except(common)];
        foreach (JsonElement rule in entry.GetProperty("allOf").EnumerateArray())
        {
            string name = rule.GetProperty("if").GetProperty("properties").GetProperty("fault").GetProperty("const").GetString()!;
            IEnumerable<string> foreign = rule.GetProperty("then").GetProperty("properties").EnumerateObject().Select(key => key.Name);
            Assert.Equal(FaultKinds.All[name].Parameters.Order(StringComparer.Ordinal), own.Except(foreign).Order(StringComparer.Ordinal));
            Assert.Equal(FaultKinds.All[name].Summary, rule.GetProperty("then").GetProperty("description").GetString());
        }

        Assert.Equal(names.Length, entry.GetProperty("allOf").GetArrayLength());
    }

    [Theory]
    [InlineData("faults:\n  - {fault: beam_trpi}", "beam_trip")]
    [InlineData("faults:\n  - {fault: beam_trip, at: 3}", "at_s")]
    [InlineData("faults:\n  - {fault: frame_partial, share: 1.5}", "from 0 to 1")]
    [InlineData("faults:\n  - {at_s: 3}", "fault")]
    [InlineData("fautls: []", "faults")]
    public void Parse_WrongKeyOrValue_IsRefusedWithLineAndHint(string yaml, string hint)
    {
        InputException refused = Assert.Throws<InputException>(() => FaultScript.Parse(yaml, "f.yaml"));
        Assert.Contains(hint, refused.Remedy, StringComparison.Ordinal);
        Assert.Contains("f.yaml, line", refused.Where, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Order_AtATime_HappensThenAndNotBefore()
    {
        Order("{fault: beam_trip, at_s: 100}");
        _time.Advance(TimeSpan.FromSeconds(99));
        Assert.Equal((1, 1), (_microscope.Column.BeamState, _runner.Pending));
        await Until(() =>
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            return _microscope.Column.BeamState == 0;
        });
        Assert.Equal("beam_trip", Assert.Single(_runner.Struck).Fault);
        Assert.Equal(0, _runner.Pending);
    }

    [Fact]
    public void Order_AfterMoves_HappensAfterThatMany()
    {
        Order("{fault: refuse_move, after_moves: 2}");
        Assert.True(Move(1));
        Assert.True(Move(2));
        Assert.False(Move(3));
        Assert.True(Move(3));
    }

    [Fact]
    public void Order_AfterFrames_BefallsTheNextOne()
    {
        Order("{fault: frame_black, after_frames: 1}");
        Assert.Contains(Frame().Pixels, p => p > 0);
        Assert.DoesNotContain(Frame().Pixels, p => p > 0);
        Assert.Contains(Frame().Pixels, p => p > 0);
    }

    [Fact]
    public void Frame_FrozenOrPartial_IsThatOfBeforeOrCutOff()
    {
        GreyImage first = Frame();
        Order("{fault: frame_frozen}");
        Move(1);
        Assert.Equal(first.Pixels, Frame().Pixels);
        Assert.NotEqual(first.Pixels, Frame().Pixels);
        Order("{fault: frame_partial, share: 0.25}");
        GreyImage partial = Frame();
        Assert.Contains(partial.Pixels[..(8 * 32)], p => p > 0);
        Assert.DoesNotContain(partial.Pixels[(8 * 32)..], p => p > 0);
        Assert.Equal(4, _microscope.Frames);
    }

    [Fact]
    public void Column_Faults_AreSeenInItsState()
    {
        Order("{fault: emission_drop, share: 0.5, for_s: 10}");
        Assert.Equal((50, 0.5), (_microscope.Column.EmissionUa, View().EmissionShare));
        Wait(11);
        Assert.Equal(100, _microscope.Column.EmissionUa);
        Order("{fault: refuse_set, sets: 2}");
        _microscope.Column.WorkingDistanceMm = 9;
        _microscope.Column.FieldWidthUm = 30;
        Assert.Equal((10, 100), (_microscope.Column.WorkingDistanceMm, _microscope.Column.FieldWidthUm));
        double defocus = View().DefocusUm;
        Order("{fault: focus_jump, by_um: 15, for_s: 5}");
        Assert.Equal(defocus - 15, View().DefocusUm, 1e-6);
        Wait(6);
        Assert.Equal(defocus, View().DefocusUm, 1e-6);
        Order("{fault: beam_trip}");
        Assert.Equal((0, 0), (_microscope.Column.BeamState, View().ProbeCurrentPa));
        Order("{fault: filament_blown}");
        Assert.Equal(-1, _microscope.Column.BeamState);
    }

    [Fact]
    public void Vacuum_Lost_TripsTheBeamAndRecovers()
    {
        Order("{fault: vacuum_loss, pressure_pa: 20, for_s: 30}");
        Assert.Equal(0, _microscope.Column.BeamState);
        Wait(10);
        Assert.Equal(VacuumState.Pumping, _microscope.Vacuum.State);
        Wait(300);
        Assert.Equal((VacuumState.Ready, 0), (_microscope.Vacuum.State, _microscope.Column.BeamState));
    }

    [Fact]
    public void Stage_Faults_AreSeenInItsState()
    {
        Order("{fault: stage_overshoot, by: 0.05}");
        Move(1);
        Assert.Equal(1.05, _microscope.Stage.True.XMm, 1e-3);
        Order("{fault: stage_stall, share: 0.5}");
        Move(3);
        Assert.Equal(2, _microscope.Stage.True.XMm, 0.03);
        Order("{fault: touch}");
        Assert.Single(_microscope.Stage.Collisions);
        Order("{fault: position_stuck, for_s: 30}");
        _microscope.Stage.MoveTo([8]);
        Wait(20);
        Assert.Equal(2, _microscope.Stage.Reported.XMm, 0.03);
        Wait(20);
        Assert.Equal(8, _microscope.Stage.Reported.XMm, 1e-3);
        Order("{fault: stage_lost_reference, silent: true}");
        Assert.True(_microscope.Stage.IsCalibrated);
        Assert.NotEqual(8, _microscope.Stage.Reported.XMm, 1e-4);
        Order("{fault: stage_lost_reference}");
        Assert.False(_microscope.Stage.IsCalibrated);
    }

    [Fact]
    public void Sample_Drifts_UnderAStandingStage()
    {
        double before = View().CentreXMm;
        Order("{fault: sample_drift, x_nm_per_s: 10, for_s: 100}");
        Wait(50);
        Assert.Equal(500, (View().CentreXMm - before) * 1e6, 1e-3);
        Assert.Equal(10, View().DriftXNmPerS);
        Wait(100);
        Assert.Equal(1000, (View().CentreXMm - before) * 1e6, 1e-3);
        Assert.Equal(0, View().DriftXNmPerS);
    }

    [Fact]
    public void Scale_Drifts_WhileTheSettingStays()
    {
        (double before, double set) = (View().FieldWidthUm, _microscope.Column.FieldWidthUm);
        Order("{fault: scale_drift, percent_per_hour: 2, for_s: 3600}");
        Wait(1800);
        Assert.Equal(1.01 * before, View().FieldWidthUm, 1e-9);
        Wait(7200);
        Assert.Equal(1.02 * before, View().FieldWidthUm, 1e-9);
        Assert.Equal(set, _microscope.Column.FieldWidthUm);
        Order("{fault: scale_drift, percent_per_hour: -2, for_s: 3600}");
        Wait(7200);
        Assert.Equal(before, View().FieldWidthUm, 1e-9);
    }

    [Fact]
    public void Supply_Faults_AreSeenAndPass()
    {
        Order("{fault: ups_on_battery, for_s: 10}");
        Assert.Equal(MainsState.Battery, _microscope.Faults.Mains);
        Order("{fault: ups_on_battery, low: true, for_s: 10}");
        Assert.Equal(MainsState.BatteryLow, _microscope.Faults.Mains);
        Wait(11);
        Assert.Equal(MainsState.Mains, _microscope.Faults.Mains);

        Order("{fault: power_loss, for_s: 20}");
        Assert.Equal((false, 0, false, true), (_microscope.Faults.HasPower, _microscope.Column.BeamState, _microscope.Stage.IsCalibrated, _microscope.WireFaults.IsRefusing));
        Assert.Equal(VacuumState.Off, _microscope.Vacuum.State);
        Assert.False(_microscope.Stage.MoveTo([1]));
        Wait(21);
        Assert.Equal((true, 0, false, false), (_microscope.Faults.HasPower, _microscope.Column.BeamState, _microscope.Stage.IsCalibrated, _microscope.WireFaults.IsRefusing));
    }

    [Fact]
    public void Restart_OfTheServer_ResetsSettingsAndKeepsBeamAndVoltage()
    {
        _microscope.Column.FieldWidthUm = 7;
        _microscope.Column.SetVoltage(10000);
        Wait(5);
        Order("{fault: server_restart, for_s: 3}");
        Assert.Equal((100, 10000, 1, 1), (_microscope.Column.FieldWidthUm, _microscope.Column.VoltageV, _microscope.Column.BeamState, _microscope.Column.Blanker));
        Assert.True(_microscope.WireFaults.IsRefusing);
        Wait(4);
        Assert.False(_microscope.WireFaults.IsRefusing);
    }

    [Fact]
    public void Clear_EndsWhatLastsAndForgetsWhatWaits()
    {
        Order("{fault: emission_drop}");
        Order("{fault: ups_on_battery}");
        Order("{fault: frame_black, frames: 5}");
        Order("{fault: refuse_move, after_moves: 1}");
        _runner.Clear();
        Assert.Equal((100, MainsState.Mains, FrameFault.None, 0), (_microscope.Column.EmissionUa, _microscope.Faults.Mains, _microscope.Faults.NextFrame, _runner.Pending));
        Assert.True(Move(1));
        Assert.True(Move(2));
    }

    private void Order(string entry) => _runner.Add(FaultOrder.Parse(entry, "test"));

    private void Wait(double seconds) => _time.Advance(TimeSpan.FromSeconds(seconds));

    private bool Move(double x)
    {
        bool moves = _microscope.Stage.MoveTo([x]);
        Wait(60);
        return moves;
    }

    private LtoAutoscope.Twin.Worlds.ViewRequest View() => _microscope.View(new ScanArea(32, 32, 0, 0, 31, 31), 16, 1);

    private GreyImage Frame() => _microscope.Render(View(), Token);

    private static async Task Until(Func<bool> condition)
    {
        for (int i = 0; i < 1000 && !condition(); i++) await Task.Delay(5, Token);
        Assert.True(condition());
    }
}
