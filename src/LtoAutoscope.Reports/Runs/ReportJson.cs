using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using LtoAutoscope.Domain.Cells;
using LtoAutoscope.Domain.Files;
using LtoAutoscope.Domain.Frames;
using LtoAutoscope.Domain.Particles;
using LtoAutoscope.Reports.Runs.Sections;

namespace LtoAutoscope.Reports.Runs;

/// <summary>
/// <c>report.json</c>: the report for programs. The same sections as the page; every quantity is an object with <c>value</c> and <c>unit</c> (UCUM-like symbols; <c>1</c> for a bare number) and, where there is one,
/// <c>interval</c> with <c>coverage</c>. What is not known is null. Strict JSON: there is no NaN in it. The keys are described in docs/report.md.
/// </summary>
public static class ReportJson
{
    /// <summary>Name and version of the form. A new key keeps it; a key that changes its meaning, or goes, makes a new one.</summary>
    public const string Form = "lto-autoscope/report/1";

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The document as text, ended by a line feed. The same model gives the same text.</summary>
    public static string Render(RunReportModel model) => Of(model).ToJsonString(Indented) + "\n";

    /// <summary>The document.</summary>
    public static JsonObject Of(RunReportModel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        return new JsonObject
        {
            ["form"] = Form, ["generated_at"] = Time(model.GeneratedAt), ["origin"] = model.Origin == ReportOrigin.Run ? "run" : "images", ["is_simulated"] = model.Run.IsSimulated, ["efficiency_convention"] = Word(ReportConvention.Of(model)),
            ["run"] = new JsonObject
            {
                ["run_id"] = model.Run.RunId, ["state"] = JsonNamingPolicy.SnakeCaseLower.ConvertName(model.State.ToString()), ["created_at"] = Time(model.Run.CreatedAt), ["completed_at"] = model.CompletedAt is { } ended ? Time(ended) : null,
            },
            ["sample"] = Sample(model), ["instrument"] = Instrument(model), ["conditions"] = Conditions(model), ["calibration"] = Calibration(model), ["number_of_particles"] = Numbers(model),
            ["distributions"] = Distributions(model.Morphology), ["uncertainty_budgets"] = Domain(model.Morphology?.Uncertainty ?? []), ["truth"] = Truth(model),
            ["frames"] = new JsonArray([.. model.Frames.Select(Frame)]), ["cell_model"] = CellModel(model), ["prediction"] = Prediction(model), ["measured_cells"] = new JsonArray([.. model.Cells.Select(cell => Cell(cell, ReportConvention.Of(model)))]),
            ["provenance"] = Provenance(model), ["decisions"] = Notes(model.Decisions), ["incidents"] = Notes(model.Incidents),
            ["methods"] = new JsonArray(ReportMethod.Diameter, ReportMethod.Counting, ReportMethod.Intervals), ["limits"] = new JsonArray([.. ReportLimits.Of(model).Select(limit => JsonValue.Create(limit))]),
        };
    }

    private static JsonObject Sample(RunReportModel model)
    {
        var sample = model.Sample;
        return new JsonObject
        {
            ["name"] = sample.Name, ["description"] = sample.Description, ["material"] = model.Origin == ReportOrigin.Run ? sample.Material : null, ["batch"] = sample.Batch.Length > 0 ? sample.Batch : null,
            ["stub"] = model.Origin == ReportOrigin.Run ? Domain(model.Run.Stub) : null, ["scale_note"] = HeadlineSection.ScaleNote(model),
            ["expected_diameter"] = Quantity(sample.ExpectedDiameterNm, "nm"), ["bet_area"] = Quantity(sample.BetAreaM2PerG, "m2/g"), ["xrd_notes"] = sample.XrdNotes.Length > 0 ? sample.XrdNotes : null,
            ["xrd"] = sample.Xrd is not { } found ? null : new JsonObject
            {
                ["phases"] = new JsonArray([.. found.Phases.Select(phase => (JsonNode)new JsonObject { ["name"] = phase.Name, ["mass_fraction"] = phase.Fraction })]),
                ["crystallite_size"] = Quantity(found.CrystalliteNm, "nm"), ["method"] = Word(found.Method),
            },
            ["synthesis"] = sample.Synthesis is not { } made ? null : new JsonObject
            {
                ["temperature"] = Quantity(made.TemperatureC, "Cel"), ["ph"] = Quantity(made.Ph, "[pH]"), ["precursor"] = Quantity(made.PrecursorMolPerL, "mol/L"), ["duration"] = Quantity(made.DurationH, "h"),
                ["fields"] = Domain(made.Fields),
            },
        };
    }

    private static JsonObject Instrument(RunReportModel model)
    {
        FrameMetadata? first = model.Frames.Select(frame => frame.Metadata).FirstOrDefault(frame => frame is not null);
        return new JsonObject
        {
            ["configuration"] = model.Run.Instrument, ["vendor"] = Word(first?.Vendor), ["name"] = Word(first?.Instrument), ["serial_number"] = Word(first?.SerialNumber), ["detector"] = Word(first?.Detector), ["is_simulated"] = model.Run.IsSimulated,
            ["software"] = new JsonArray([new JsonObject { ["name"] = "LtoAutoscope", ["version"] = model.Run.SoftwareVersion }, .. model.Software.Where(item => item.Name != "LtoAutoscope").Select(item => new JsonObject { ["name"] = item.Name, ["version"] = item.Version })]),
            ["segmentation_model"] = model.Run.SegmentationModel, ["network_ran_on"] = model.Morphology?.NetworkRanOn,
        };
    }

    private static JsonObject Conditions(RunReportModel model)
    {
        FrameMetadata[] frames = [.. model.Frames.Where(frame => frame.Accepted).Select(frame => frame.Metadata).OfType<FrameMetadata>()];
        return new JsonObject
        {
            ["recipe"] = model.Origin == ReportOrigin.Run ? Domain(model.Run.Recipe) : null,
            ["beam_energy"] = Range(frame => frame.BeamEnergyKv, "kV"), ["probe_current"] = Range(frame => frame.ProbeCurrentPa, "pA"), ["dwell_time"] = Range(frame => frame.DwellUs, "us"),
            ["working_distance"] = Range(frame => frame.WorkingDistanceMm, "mm"), ["field_width"] = Range(frame => frame.FieldWidthUm, "um"), ["pixel_size"] = Range(frame => frame.PixelSizeNm, "nm"),
        };

        JsonObject? Range(Func<FrameMetadata, double?> value, string unit)
        {
            double[] told = [.. frames.Select(value).OfType<double>().Where(double.IsFinite)];
            return told.Length == 0 ? null : new JsonObject { ["minimum"] = told.Min(), ["maximum"] = told.Max(), ["unit"] = unit, ["frames"] = told.Length };
        }
    }

    private static JsonObject Calibration(RunReportModel model) => new()
    {
        ["pixel_size"] = Quantity(model.Morphology?.PixelSizeNm, "nm"), ["rule"] = CalibrationSection.Rule(model),
        ["checks"] = new JsonArray([.. model.Calibrations.Select(check => new JsonObject
        {
            ["time"] = Time(check.Time), ["measured_pitch"] = Quantity(check.MeasuredPitchNm, "nm"), ["certified_pitch"] = Quantity(check.CertifiedPitchNm, "nm"), ["scale"] = Quantity(check.Scale, "1"),
            ["expanded_uncertainty"] = Quantity(check.UncertaintyPercent, "%"), ["certificate"] = Word(check.Certificate), ["reason"] = check.Reason,
        })]),
    };

    private static JsonObject Numbers(RunReportModel model) => new()
    {
        ["counted"] = model.Morphology?.ParticleCount, ["left_out_at_a_border"] = model.Morphology?.BorderCount, ["goal"] = model.Origin == ReportOrigin.Run ? model.Run.Recipe.ParticleGoal : null,
        ["frames_that_count"] = model.Morphology?.FrameCount, ["frames_left_out"] = model.Frames.Count(frame => !frame.Accepted), ["classes"] = Domain(model.Morphology?.Classes), ["agglomerates"] = Domain(model.Morphology?.Agglomerates),
        ["selection_effects"] = Domain(model.Morphology?.SelectionEffects), ["precision"] = Domain(model.Morphology?.Precision ?? []),
        ["convergence"] = new JsonArray([.. model.Convergence.Select(point => new JsonObject { ["particles"] = point.Particles, ["median_diameter"] = Quantity(point.Median, "nm", point.Low, point.High) })]),
    };

    private static JsonObject? Distributions(Morphology? morphology) => morphology is null ? null : new JsonObject
    {
        ["diameter"] = Pair(morphology.DiameterNm, morphology.VolumeWeighted.DiameterNm, "nm"), ["aspect_ratio"] = Pair(morphology.AspectRatio, morphology.VolumeWeighted.AspectRatio, "1"),
        ["fractal_dimension"] = Pair(morphology.FractalDimension, morphology.VolumeWeighted.FractalDimension, "1"), ["log_normal"] = Domain(morphology.LogNormal), ["joint"] = Domain(morphology.JointSummary),
    };

    private static JsonObject Pair(MeasureSummary number, MeasureSummary volume, string unit) => new() { ["by_number"] = Summary(number, unit), ["by_volume"] = Summary(volume, unit) };

    private static JsonObject Summary(MeasureSummary summary, string unit) => new()
    {
        ["mean"] = Quantity(summary.Mean, unit, summary.MeanCi95), ["median"] = Quantity(summary.Median, unit, summary.MedianCi95), ["standard_deviation"] = Quantity(summary.Std, unit),
        ["d10"] = Quantity(summary.D10, unit, summary.D10Ci95Sampling, "scatter between frames alone"), ["d50"] = Quantity(summary.D50, unit, summary.MedianCi95), ["d90"] = Quantity(summary.D90, unit, summary.D90Ci95Sampling, "scatter between frames alone"),
        ["geometric_mean"] = Quantity(summary.GeometricMean, unit), ["geometric_standard_deviation"] = Quantity(summary.GeometricStd, "1"),
    };

    private static JsonObject? Truth(RunReportModel model) => model.Run.Truth is not { } truth ? null : new JsonObject { ["mean_diameter"] = Quantity(truth.MeanDiameterNm, "nm"), ["mean_aspect_ratio"] = Quantity(truth.MeanAspectRatio, "1") };

    private static JsonNode Frame(ReportFrame frame) => new JsonObject
    {
        ["frame_id"] = frame.FrameId, ["counts"] = frame.Accepted, ["reason"] = frame.Reason, ["whole_particles"] = frame.ParticleCount, ["sha256"] = frame.Sha256,
        ["acquired_at"] = frame.Metadata?.AcquiredAt is { } at ? Time(at) : null, ["pixel_size"] = Quantity(frame.PixelSizeNm, "nm"), ["width"] = Quantity(frame.WidthPx, "px"), ["height"] = Quantity(frame.HeightPx, "px"),
        ["stage"] = frame.Position is not { } stage ? null : new JsonObject { ["x"] = Quantity(stage.XMm, "mm"), ["y"] = Quantity(stage.YMm, "mm"), ["z"] = Quantity(stage.ZMm, "mm"), ["rotation"] = Quantity(stage.RotationDeg, "deg"), ["tilt"] = Quantity(stage.TiltDeg, "deg") },
    };

    private static JsonObject? CellModel(RunReportModel model) => model.Prediction is not { } cell ? null : new JsonObject
    {
        ["first_cycle_efficiency"] = Quantity(cell.Ce1, "1", cell.Ce1Interval), ["convention"] = Word(ReportConvention.Of(model)), ["lithiation_charge"] = Quantity(cell.LithiationMAhG, "mA.h/g"), ["delithiation_charge"] = Quantity(cell.DelithiationMAhG, "mA.h/g"),
        ["side_charge"] = Quantity(cell.SideMAhG, "mA.h/g"),
        ["losses"] = new JsonObject { ["side_reaction"] = Quantity(cell.LossBreakdown.SideReactionMAhG, "mA.h/g"), ["trapped_lithium"] = Quantity(cell.LossBreakdown.TrappedLithiumMAhG, "mA.h/g") },
        ["balance_error"] = Quantity(cell.BalanceError, "1"), ["realisations"] = new JsonArray([.. cell.Realisations.Select(Number)]), ["run_with"] = Domain(cell.RunWith),
        ["material"] = model.Material is null ? null : new JsonObject
        {
            ["name"] = model.Material.Name, ["formula"] = Word(model.Material.Formula), ["role"] = model.Material.Role.ToString().ToLowerInvariant(), ["theoretical_capacity"] = Quantity(model.Material.TheoreticalCapacityMAhG, "mA.h/g"),
            ["values"] = new JsonArray([.. model.MaterialRows.Select(row => (JsonNode)new JsonObject
            {
                ["key"] = row.Key, ["value"] = row.Value, ["unit"] = Word(row.Unit), ["range"] = row.Range is [var low, var high] ? new JsonArray(low, high) : null, ["status"] = row.StatusText, ["source"] = Word(row.Source),
            })]),
        },
    };

    private static JsonObject? Prediction(RunReportModel model) => model.Regression is not { } regression ? null : new JsonObject
    {
        ["first_cycle_efficiency"] = Quantity(regression.Ce1, "1", PredictionSection.Interval(regression) is (double low, double high) ? [low, high] : null, regression.Ce1Interval is null ? "1.96 times the error on held-out rows" : "conformal"),
        ["convention"] = PredictionSection.IsComparable(model) ? Word(ReportConvention.Of(model)) : null,
        ["domain_distance"] = Number(regression.DomainDistance), ["prior"] = Quantity(regression.Prior, "1"), ["rmse"] = Quantity(regression.Rmse, "1"), ["inside_training_data"] = regression.InsideTrainingData, ["trained_on"] = regression.TrainedOn, ["model"] = model.RegressionModel,
        ["capacity"] = regression.Capacity is not { } capacity ? null : new JsonObject
        {
            ["value"] = Quantity(capacity.CapacityMAhG, "mA.h/g", capacity.IntervalMAhG, "conformal"), ["rate"] = Quantity(capacity.RatePerHour, "1/h"), ["rmse"] = Quantity(capacity.RmseMAhG, "mA.h/g"),
            ["inside_training_data"] = capacity.InsideTrainingData, ["domain_distance"] = Number(capacity.DomainDistance), ["prior"] = Quantity(capacity.PriorMAhG, "mA.h/g"), ["trained_on"] = capacity.TrainedOn, ["model"] = capacity.Model,
        },
        ["capacity_problem"] = Word(regression.CapacityProblem ?? ""),
    };

    private static JsonNode Cell(CellTest cell, EfficiencyConvention convention) => new JsonObject
    {
        ["cell"] = cell.CellName, ["first_cycle_efficiency"] = Quantity(cell.Ce1, "1"), ["convention"] = Word(cell.Convention),
        ["by_convention_of_the_report"] = Quantity(cell.EfficiencyBy(convention), "1"), ["rate"] = Quantity(cell.RatePerHour, "1/h"), ["measured_at"] = Time(cell.MeasuredAt), ["counts"] = cell.Counts,
        ["exclusion"] = Word(cell.Exclusion), ["source"] = Word(cell.SourceName), ["source_sha256"] = Word(cell.SourceSha256),
        ["cycles"] = new JsonArray([.. cell.Cycles.Select(cycle => new JsonObject
        {
            ["cycle"] = cycle.Cycle, ["rate"] = Quantity(cycle.RatePerHour, "1/h"), ["lithiation"] = Quantity(cycle.LithiationMAhG, "mA.h/g"), ["delithiation"] = Quantity(cycle.DelithiationMAhG, "mA.h/g"),
            ["delithiation_rate"] = Quantity(cycle.RateOfDelithiation, "1/h"), ["may_be_unfinished"] = cycle.MayBeUnfinished,
        })]),
        ["measured_at_is_import"] = cell.MeasuredAtIsImport,
    };

    private static JsonObject Provenance(RunReportModel model)
    {
        ReportParticle? example = model.Particles.Example;
        ReportFrame? frame = example is { } particle ? model.Frames.FirstOrDefault(candidate => candidate.FrameId == particle.Frame) : null;
        return new JsonObject
        {
            ["files"] = new JsonArray([.. model.Hashes.Select(File)]), ["own_report"] = model.OwnReport is { } own ? File(own) : null, ["regression_model"] = model.RegressionModel,
            ["example_chain"] = example is not { } shown ? null : new JsonObject
            {
                ["particle_id"] = Word(shown.ParticleId), ["diameter"] = Quantity(shown.DiameterNm, "nm"), ["x"] = Quantity(shown.XPx, "px"), ["y"] = Quantity(shown.YPx, "px"), ["frame_id"] = shown.Frame, ["frame_sha256"] = frame?.Sha256,
            },
        };

        static JsonNode File(ReportFile file) => new JsonObject { ["path"] = file.File, ["sha256"] = file.Sha256 };
    }

    private static JsonArray Notes(IReadOnlyList<ReportNote> notes)
        => new([.. notes.Select(note => new JsonObject { ["time"] = Time(note.Time), ["level"] = note.Level, ["title"] = note.Title, ["reason"] = note.Reason })]);

    private static JsonObject? Quantity(double? value, string unit) => Number(value) is { } number ? new JsonObject { ["value"] = number, ["unit"] = unit } : null;

    private static JsonObject? Quantity(double value, string unit, double low, double high) => Quantity(value, unit, [low, high]);

    private static JsonObject? Quantity(double value, string unit, double[]? ends, string? covers = null)
    {
        JsonObject? quantity = Quantity(value, unit);
        if (quantity is null || ends is not [var low, var high] || !double.IsFinite(low) || !double.IsFinite(high)) return quantity;
        quantity["interval"] = new JsonArray(low, high);
        quantity["coverage"] = 0.95;
        if (covers is not null) quantity["covers"] = covers;
        return quantity;
    }

    private static JsonNode? Number(double? value) => value is { } number && double.IsFinite(number) ? JsonValue.Create(number) : null;

    private static JsonNode? Number(double value) => Number((double?)value);

    private static string Word(EfficiencyConvention convention) => JsonNamingPolicy.SnakeCaseLower.ConvertName(convention.ToString());

    private static string? Word(string? text) => string.IsNullOrEmpty(text) ? null : text;

    private static string Time(DateTimeOffset at) => FormattableString.Invariant($"{at.UtcDateTime:yyyy-MM-ddTHH:mm:ss}Z");

    /// <summary>A record of the project as it stands in its own files, with null for what is no number.</summary>
    private static JsonNode? Domain<T>(T value) => Strict(JsonSerializer.SerializeToNode(value, DomainJson.File));

    private static JsonNode? Strict(JsonNode? node)
    {
        switch (node)
        {
            case JsonObject entries:
                foreach (string key in entries.Select(entry => entry.Key).ToArray())
                    if (IsNoNumber(entries[key])) entries[key] = null;
                    else Strict(entries[key]);
                break;
            case JsonArray items:
                for (int i = 0; i < items.Count; i++)
                    if (IsNoNumber(items[i])) items[i] = null;
                    else Strict(items[i]);
                break;
        }

        return node;
    }

    private static bool IsNoNumber(JsonNode? node) => node is JsonValue value && value.TryGetValue(out string? text) && text is "NaN" or "Infinity" or "-Infinity";
}
