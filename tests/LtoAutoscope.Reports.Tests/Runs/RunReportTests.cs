using System.Net;
using System.Text.RegularExpressions;
using LtoAutoscope.Domain.Files;
using LtoAutoscope.Domain.Particles;
using LtoAutoscope.Domain.Samples;
using LtoAutoscope.Reports.Runs;

namespace LtoAutoscope.Reports.Tests.Runs;

public sealed partial class RunReportTests
{
    /// <summary>What ISO 19749 asks a report to tell, in its order.</summary>
    private static readonly string[] Parts =
    [
        "Sample", "Instrument", "Conditions", "Calibration", "Number of particles", "Size and shape distributions", "Images", "Cell model", "Prediction", "Provenance", "Limits",
    ];

    private static readonly string[] Cards =
    [
        "Headline figures", "Identity", "Synthesis", "Microscope", "Evaluation", "Pixel size", "What was counted", "What was left out, and why", "Size distribution", "Percentiles and shape", "Uncertainty budget", "How the median settled", "Aspect ratio",
        "Roughness", "Cell model, first cycle", "Where the charge is lost", "Microstructure", "Model, regression, cells", "Measured cells", "Frames", "Decisions", "Incidents", "From the prediction to the sample", "What these figures do not tell",
    ];

    /// <summary>Set LTO_WRITE_REPORT to a folder to look at it.</summary>
    [Fact]
    public async Task Render_WholeRun_HasAllSectionsAndFigures()
    {
        string html = RunReport.Render(ExampleReport.Whole());
        if (Environment.GetEnvironmentVariable("LTO_WRITE_REPORT") is { Length: > 0 } folder)
        {
            await AtomicFile.WriteTextAsync(Path.Combine(folder, "report.html"), html, TestContext.Current.CancellationToken);
            await AtomicFile.WriteTextAsync(Path.Combine(folder, "report.json"), ReportJson.Render(ExampleReport.Whole()), TestContext.Current.CancellationToken);
            await AtomicFile.WriteTextAsync(Path.Combine(folder, "bare.html"), RunReport.Render(ExampleReport.Bare()), TestContext.Current.CancellationToken);
        }

        Assert.All(Cards, card => Assert.Contains(card, html, StringComparison.Ordinal));
        Assert.Equal(Parts, Part().Matches(html).Select(match => match.Groups[1].Value));
        Assert.Contains("98.85", html, StringComparison.Ordinal);
        Assert.Contains("98.71–98.99", html, StringComparison.Ordinal);
        Assert.Contains("Simulated", html, StringComparison.Ordinal);
        Assert.Contains("certificate 17-204", html, StringComparison.Ordinal);
        Assert.Contains("k = 2.01", html, StringComparison.Ordinal);
        Assert.Contains("9.40", html, StringComparison.Ordinal);
        Assert.Contains("crystallites of 41.0\u00A0nm; Rietveld; spinel 98 %, anatase 2 %", WebUtility.HtmlDecode(html), StringComparison.Ordinal);
        Assert.Contains("focus score 0.31 under 0.60", html, StringComparison.Ordinal);
        Assert.Contains("soft short at 1.2 V", html, StringComparison.Ordinal);
        Assert.Contains("n = 2", html, StringComparison.Ordinal);
        Assert.Contains("SIMULATOR", html, StringComparison.Ordinal);
        Assert.Contains("181.2", html, StringComparison.Ordinal);
        Assert.Contains("data:image/png;base64,", html, StringComparison.Ordinal);
        Assert.Contains("virtual cells: 240 computed rows", html, StringComparison.Ordinal);
    }

    [Fact]
    public void Render_AnyRun_StandsAlone()
    {
        string html = RunReport.Render(ExampleReport.Whole());
        Assert.DoesNotMatch("<(script|link|iframe|object|embed)", html);
        Assert.All(Reference().Matches(html).Select(match => match.Groups[1].Value), target => Assert.Matches("^(data:|#s[0-9]+$)", target));
    }

    [Fact]
    public void Render_TwoConventions_AreBroughtToOne()
    {
        string html = RunReport.Render(ExampleReport.Whole());
        Assert.Contains("lithiation over delithiation", html, StringComparison.Ordinal);
        Assert.Contains("98.40", html, StringComparison.Ordinal); // 1 / 1.0163
    }

    [Fact]
    public void Render_ChainOfProvenance_NamesParticleFrameHashAndPlace()
    {
        RunReportModel model = ExampleReport.Whole();
        string html = RunReport.Render(model);
        ReportParticle example = model.Particles.Example!.Value;
        Assert.Equal(model.Particles.DiametersNm.Min(diameter => Math.Abs(diameter - model.Morphology!.DiameterNm.Median)), Math.Abs(example.DiameterNm - model.Morphology!.DiameterNm.Median));
        ReportFrame frame = model.Frames.Single(f => f.FrameId == example.Frame);
        Assert.Contains(example.ParticleId, html, StringComparison.Ordinal);
        Assert.Contains(frame.Sha256!, html, StringComparison.Ordinal);
        Assert.Contains(frame.Position!.Value.ToString(), WebUtility.HtmlDecode(html), StringComparison.Ordinal);
    }

    [Fact]
    public void Render_SameModel_GivesTheSameBytes() => Assert.Equal(RunReport.Render(ExampleReport.Whole()), RunReport.Render(ExampleReport.Whole()));

    [Fact]
    public void Render_NothingYet_DegradesToEnDashesWithReasons()
    {
        string html = RunReport.Render(ExampleReport.Bare());
        Assert.Equal(Parts, Part().Matches(html).Select(match => match.Groups[1].Value));
        Assert.Contains("not measured: no frame was evaluated", html, StringComparison.Ordinal);
        Assert.Contains("the cell model has not run", html, StringComparison.Ordinal);
        Assert.Contains("no regression model was applied", html, StringComparison.Ordinal);
        Assert.Contains("no frame was taken", html, StringComparison.Ordinal);
        Assert.Contains("no check on a certified grating was made", html, StringComparison.Ordinal);
        Assert.DoesNotContain("Measured beside true", html, StringComparison.Ordinal);
        Assert.DoesNotContain("SIMULATOR", html, StringComparison.Ordinal);
        Assert.DoesNotContain("NaN", html, StringComparison.Ordinal);
        Assert.DoesNotContain("∞", html, StringComparison.Ordinal);
    }

    [Fact]
    public void Render_UnknownFractalDimension_HasNoNaN()
    {
        RunReportModel model = ExampleReport.Whole();
        Morphology morphology = model.Morphology!;
        MeasureSummary unknown = morphology.FractalDimension with { Mean = double.NaN, Median = double.NaN, Std = double.NaN, D10 = double.NaN, D50 = double.NaN, D90 = double.NaN, MeanCi95 = [double.NaN, double.NaN], MedianCi95 = [double.NaN, double.NaN] };
        string html = RunReport.Render(model with
        {
            Morphology = morphology with { FractalDimension = unknown },
            Particles = ExampleReport.Columns(model.Particles.DiametersNm.Select((diameter, i) => new ReportParticle("a01-f0001", diameter, model.Particles.AspectRatios[i], double.NaN, model.Particles.Weights[i]))),
            Regression = model.Regression! with { Ce1 = double.NaN, InsideTrainingData = false },
        });
        Assert.DoesNotContain("NaN", html, StringComparison.Ordinal);
        Assert.Contains("a feature of the morphology is unknown", html, StringComparison.Ordinal);
    }

    [Fact]
    public void Render_ScaleNote_StandsAtTheTopAndInTheLimits()
    {
        RunReportModel model = ExampleReport.Whole();
        string html = RunReport.Render(model with { Morphology = model.Morphology! with { ScaleNote = "stand-in scale of 5 nm a pixel" } });
        Assert.True(Regex.Count(html, "stand-in scale of 5 nm a pixel") >= 3);
        Assert.Contains("banner scale", html, StringComparison.Ordinal);
    }

    [Fact]
    public void Render_HostileNames_AreEncodedEverywhere()
    {
        const string evil = "<script>alert('x')</script>\"><img src=x onerror=y>";
        RunReportModel model = ExampleReport.Whole();
        string html = RunReport.Render(model with
        {
            Run = model.Run with { RunId = evil, Instrument = evil, SegmentationModel = evil, SoftwareVersion = evil, Sample = model.Run.Sample with { Name = evil, Description = evil, Material = evil, ScaleNote = evil }, Recipe = model.Run.Recipe with { Name = evil } },
            Frames = [model.Frames[0] with { FrameId = evil, Reason = evil, Sha256 = evil }],
            MicrostructureSvg = "<svg onload=\"alert(1)\"><script>1</script></svg>", MicrostructureCaption = evil,
            Regression = model.Regression! with { TrainedOn = evil }, RegressionModel = evil,
            Decisions = [new ReportNote(model.GeneratedAt, evil, evil, evil)], Incidents = [new ReportNote(model.GeneratedAt, evil, evil, evil)],
            Hashes = [new ReportFile(evil, evil)], SampleNow = null, Calibrations = [new ReportCalibration(model.GeneratedAt, 1, 1, 1, 1, evil, evil)], OwnReport = new ReportFile(evil, evil), Software = [(evil, evil)],
            Prediction = model.Prediction! with { RunWith = new Dictionary<string, object?> { [evil] = evil } },
        });
        Assert.DoesNotContain("<script", html, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("<img src=x", html, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("onload", html, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(1, Regex.Count(html, "</style"));
    }

    [GeneratedRegex("<h2 class=\"no\"><span>[0-9]+</span> ([^<]+)</h2>")]
    private static partial Regex Part();

    [GeneratedRegex("(?:src|href)=\"([^\"]*)\"")]
    private static partial Regex Reference();
}
