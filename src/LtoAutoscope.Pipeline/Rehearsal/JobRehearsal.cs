using LtoAutoscope.Acquisition.Planning;
using LtoAutoscope.Acquisition.Running;
using LtoAutoscope.Acquisition.Timing;
using LtoAutoscope.Domain;
using LtoAutoscope.Domain.Doses;
using LtoAutoscope.Domain.Geometry;
using LtoAutoscope.Domain.Recipes;
using LtoAutoscope.Domain.Samples;
using LtoAutoscope.Instruments.Interlock;
using LtoAutoscope.Storage.Queue;

namespace LtoAutoscope.Pipeline.Rehearsal;

/// <summary>Rehearses one job: its plan, its ways on the twin, its dose.</summary>
internal sealed class JobRehearsal(RehearsalSetting setting, RehearsalJob entry, List<RehearsalFinding> findings)
{
    private const int TilesAVisit = 2;
    private const int ChosenOneByOne = 600;

    private readonly QueuedJob _job = entry.Job;

    private Recipe Recipe => _job.Recipe;

    /// <summary>The tiles in the order in which they would be taken; empty where the job cannot be planned.</summary>
    public IReadOnlyList<FramePlan> Plan { get; private set; } = [];

    /// <summary>Whether it was refused.</summary>
    public bool IsRefused { get; private set; }

    /// <summary>Plans the tiles, or tells why they cannot be planned.</summary>
    public void MakePlan()
    {
        try
        {
            if (Recipe.Validate() is { Count: > 0 } faults) throw new InputException(string.Join("; ", faults), $"recipe '{Recipe.Name}'", "Correct these values");
            IReadOnlyList<FramePlan> plan = FramePlan.From(AreaPlanner.Plan(_job.Stub, Recipe), TilesAVisit);
            Plan = plan.Count > ChosenOneByOne ? plan : Chosen(plan);
        }
        catch (InputException input)
        {
            Add(FindingKind.Refused, "plan", $"{input.What} ({input.Where})", input.Remedy);
        }
    }

    /// <summary>What a forecast needs to know; null where the job cannot be planned.</summary>
    public JobLoad? Load() => Plan.Count == 0 ? null : new JobLoad
    {
        JobId = _job.JobId, Recipe = Recipe, Route = TileRoute.Of(Plan), ExpectedDiameterNm = _job.Sample.ExpectedDiameterNm, Progress = entry.Progress,
        Times = setting.Times.For(new TimingContext(setting.Instrument.Name, Recipe, _job.Sample.Material)), CanCalibrate = setting.Holder.Stubs.Any(stub => stub.Grating is not null),
    };

    /// <summary>Drives the whole plan on the twin: to the calibration stub where there is one, over all tiles with their focus searches, back to the calibration stub, and to the park.</summary>
    public void Drive(TwinDrive twin, CancellationToken cancellationToken)
    {
        double around = Recipe.Focus.StartMm ?? setting.WorkingDistanceMm ?? setting.Twin.Column.WorkingDistanceMm;
        foreach (InterlockRefusal refusal in twin.CheckColumn(Recipe).DistinctBy(refusal => refusal.Rule))
            Add(FindingKind.Refused, "interlock", $"{refusal}", "Correct the exposure of the recipe, or the limits of the instrument's configuration");
        foreach (InterlockRefusal refusal in twin.CheckFocus(Recipe, around).DistinctBy(refusal => refusal.Rule))
            Add(FindingKind.Refused, "focus", $"the focus search leaves the {refusal}", "Correct focus.start_mm or focus.range_mm of the recipe");
        int collisions = twin.Collisions, hits = twin.LimitHits;
        twin.Prepare(Recipe.Exposure);
        Stub? grating = Recipe.Calibration.Check == CalibrationPolicy.Off ? null : setting.Holder.Stubs.FirstOrDefault(stub => stub.Grating is not null);
        bool isRefused = grating is not null && entry.Progress is null && !Go(twin, StageTarget.Planar(grating.XMm, grating.YMm), $"the calibration stub '{grating.Name}'");
        int since = 0;
        foreach (FramePlan tile in Plan.Skip(entry.Progress?.PlannedTilesDone ?? 0))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (isRefused) break;
            if (!Go(twin, tile.Target, tile.FrameId)) break;
            if (tile.IsFirstOfArea || since >= Recipe.Focus.EveryFrames)
            {
                twin.Focus(Recipe, around);
                since = 0;
            }

            twin.Scan(Recipe.Exposure);
            since++;
        }

        if (grating is not null && !IsRefused) Go(twin, StageTarget.Planar(grating.XMm, grating.YMm), $"the calibration stub '{grating.Name}'");
        if (setting.Instrument.Park.SafePosition is { } safe) twin.Park(safe);
        if (twin.LimitHits > hits) Add(FindingKind.Refused, "interlock", $"the twin's stage ran into an end switch {twin.LimitHits - hits} times on this job's ways", "Compare the limits of the instrument's configuration with its travel");
        if (twin.Collisions > collisions) Add(FindingKind.Refused, "collision", FormattableString.Invariant($"on the twin the holder (tallest part {twin.TallestMm:0.##} mm) touches the lens on this job's ways"), "Lower z, raise the working distance, or use a lower holder");
        if (Math.Abs(_job.Stub.HeightMm) > 2 * Recipe.Focus.RangeMm && Recipe.Focus.StartMm is not null)
            Add(FindingKind.Warning, "focus", FormattableString.Invariant($"stub '{_job.Stub.Name}' lies {_job.Stub.HeightMm:0.###} mm above the holder's reference, and the focus search reaches ±{2 * Recipe.Focus.RangeMm:0.###} mm around {around:0.###} mm"), "Set focus.start_mm for this height, or raise focus.range_mm");
    }

    /// <summary>The planned places with what the ledger knows of them and what tonight adds; tonight's own exposures are entered for the jobs behind.</summary>
    public IReadOnlyList<RehearsedPlace> Doses(DoseMap ledger, double? currentPa, double likelyTiles, DateTimeOffset now)
    {
        double heightUm = Recipe.Exposure.FieldWidthUm * Recipe.Exposure.HeightPx / Recipe.Exposure.WidthPx;
        double? frame = DoseBook.DosePerNm2(currentPa, Recipe.Exposure.DwellUs, Recipe.Exposure.FieldWidthUm * 1000 / Recipe.Exposure.WidthPx);
        var places = new List<RehearsedPlace>(Plan.Count);
        var entries = new List<DoseEntry>();
        int since = 0, number = 0;
        foreach (FramePlan tile in Plan)
        {
            bool focuses = tile.IsFirstOfArea || since >= Recipe.Focus.EveryFrames;
            since = focuses ? 1 : since + 1;
            double? dose = frame * (1 + (focuses ? (Recipe.Focus.Steps + 6) / 4.0 : 0));
            double x = tile.Target.XMm!.Value - _job.Stub.XMm, y = tile.Target.YMm!.Value - _job.Stub.YMm;
            IReadOnlyList<DoseEntry> before = ledger.At(x, y, Recipe.Exposure.FieldWidthUm, heightUm);
            before = _job.RunId is { } own ? [.. before.Where(entry => entry.RunId != own)] : before;
            places.Add(new RehearsedPlace(tile.FrameId, tile.Target.XMm.Value, tile.Target.YMm!.Value, dose, before.Sum(entry => entry.DosePerNm2 ?? 0), before.Count, number++ < likelyTiles));
            entries.Add(new DoseEntry(now, _job.JobId, tile.FrameId, x, y, Recipe.Exposure.FieldWidthUm, heightUm, dose));
        }

        Judge(places, ledger, entries);
        foreach (DoseEntry entry in entries) ledger.Add(entry);
        return places;
    }

    private void Judge(List<RehearsedPlace> places, DoseMap ledger, List<DoseEntry> planned)
    {
        int again = places.Count(place => place.ExposuresBefore > 0);
        if (again > 0)
        {
            string[] runs = [.. planned.SelectMany(entry => ledger.At(entry.XMm, entry.YMm, entry.WidthUm, entry.HeightUm)).Select(entry => entry.RunId).Where(run => run != _job.RunId).Distinct().Take(3)];
            Add(FindingKind.Warning, "dose", FormattableString.Invariant($"{again} of {places.Count} planned places were exposed before (by {string.Join(", ", runs)}), up to {places.Max(place => place.BeforePerNm2):0.#} electrons/nm²"),
                "Choose another seed or another region in the recipe, or accept that these places are exposed again");
        }

        if (Recipe.MaximumDosePerNm2 is not { } cap) return;
        int over = places.Count(place => place.DosePerNm2 + place.BeforePerNm2 > cap);
        if (places.Any(place => place.DosePerNm2 is null)) Add(FindingKind.Warning, "dose", FormattableString.Invariant($"the recipe caps the dose at {cap:0.###} electrons/nm², and no run tells the probe current"), "Measure the probe current, or run one sample first");
        else if (over == places.Count) Add(FindingKind.Refused, "dose", FormattableString.Invariant($"every planned place would get more than maximum_dose_per_nm2 of {cap:0.###}: at least {places.Min(place => place.DosePerNm2 + place.BeforePerNm2):0.###} electrons/nm²"), "Raise maximum_dose_per_nm2, lower dwell_us or the probe current, or widen the field");
        else if (over > 0) Add(FindingKind.Warning, "dose", FormattableString.Invariant($"{over} of {places.Count} planned places would get more than maximum_dose_per_nm2 of {cap:0.###} electrons/nm², most {places.Max(place => place.DosePerNm2 + place.BeforePerNm2):0.###}; they will be left out"), "Raise maximum_dose_per_nm2, lower dwell_us, or widen the field");
    }

    /// <summary>The order that the run engine would choose if it learned nothing on the way.</summary>
    private List<FramePlan> Chosen(IReadOnlyList<FramePlan> plan)
    {
        var chooser = new TileChooser(Recipe, plan);
        var begun = new HashSet<string>(StringComparer.Ordinal);
        var none = new HashSet<int>();
        var order = new List<FramePlan>(plan.Count);
        while (chooser.Next(begun, none, [], order.Count > 0 ? order[^1] : null) is { } tile)
        {
            begun.Add(tile.FrameId);
            order.Add(tile);
        }

        return order;
    }

    private bool Go(TwinDrive twin, StageTarget target, string what)
    {
        StagePosition from = twin.Position;
        if (setting.Holder.KeepOuts.FirstOrDefault(keepOut => keepOut.Contains(target.XMm!.Value, target.YMm!.Value)) is { } inside)
        {
            Add(FindingKind.Refused, "keep_out", FormattableString.Invariant($"{what} at x {target.XMm:0.###}, y {target.YMm:0.###} mm would lie over the keep-out '{inside.Name}' of holder '{setting.Holder.Name}'"), "Correct the region of the recipe or the keep-out of the holder");
            return false;
        }

        if (twin.Move(target) is not var (refusal, isForHolder)) return true;
        Add(FindingKind.Refused, isForHolder ? "collision" : "interlock",
            FormattableString.Invariant($"the move from x {from.XMm:0.###}, y {from.YMm:0.###} mm to {what} is refused: {refusal}")
                + (isForHolder ? FormattableString.Invariant($" (the tallest part of holder '{setting.Holder.Name}' is {twin.TallestMm:0.##} mm high)") : ""),
            isForHolder ? "Enter holder_height_mm in the instrument's configuration and lower z, or use a lower holder" : "Correct the stub's place in the holder's file, or the limits of the instrument's configuration");
        return false;
    }

    private void Add(FindingKind kind, string check, string reason, string remedy)
    {
        IsRefused |= kind == FindingKind.Refused;
        findings.Add(new RehearsalFinding(kind, check, _job.JobId, _job.Sample.Name, reason, remedy));
    }
}
