using System.Text.Json;
using System.Text.Json.Nodes;
using LtoAutoscope.Acquisition.Inspection;
using LtoAutoscope.Acquisition.Tests.Drift;
using LtoAutoscope.Domain.Files;
using LtoAutoscope.Domain.Frames;
using LtoAutoscope.Domain.Runs;
using LtoAutoscope.Twin.Worlds;

namespace LtoAutoscope.Acquisition.Tests.Inspection;

public sealed class FrameInspectorTests
{
    private const double DwellUs = 3;
    private static readonly Lazy<IReadOnlyList<FrameMeasures>> Usual = new(() =>
    {
        var reference = new InspectionReference();
        var usual = new List<FrameMeasures>();
        for (int i = 0; i < 4; i++)
        {
            FrameAssessment assessment = Look(Frame(identity: (ulong)i + 10, xMm: 0.3 + 0.1 * i), reference, $"u{i}");
            Assert.True(assessment.IsAccepted, assessment.Sentence);
            usual.Add(assessment.Measures);
            reference.Observe(assessment.Measures);
        }

        return usual;
    });

    [Fact]
    public void Inspect_OrdinaryFrame_IsAcceptedWithAllMeasures()
    {
        FrameAssessment assessment = Look(Frame(), Reference());
        Assert.True(assessment.IsAccepted, assessment.Sentence);
        Assert.Equal("", assessment.Sentence);
        Assert.InRange(assessment.Measures.SharpnessRatio!.Value, 0.85, 1.15);
        Assert.InRange(assessment.Measures.SignalToNoise, 2, 12);
        Assert.Equal(16, assessment.Measures.ImageHash.Length);
    }

    [Fact]
    public void Inspect_DefocusedFrame_IsOutOfFocusWithAndWithoutReference()
    {
        Expect(QuarantineReason.Focus, Frame(view => view with { DefocusUm = 3 }), Reference());
        Expect(QuarantineReason.Focus, Frame(view => view with { DefocusUm = 20 }), new InspectionReference());
    }

    [Fact]
    public void Inspect_AstigmaticFrame_IsToldFromDefocus()
        => Expect(QuarantineReason.Astigmatism, Frame(view => view with { DefocusUm = 3, AstigmatismXUm = 3 }), Reference());

    [Fact]
    public void Inspect_ChargingFrame_ShowsTails()
        => Expect(QuarantineReason.Charging, Frame(view => view with { Image = new ImageOptions { Charging = 0.8 } }), Reference());

    [Fact]
    public void Inspect_LinesOfUnevenBrightness_AreCharging()
    {
        GreyImage image = Frame();
        var random = new Random(4);
        for (int y = 0; y < image.Height; y++)
        {
            double gain = 1 + 0.08 * (random.NextDouble() - 0.5);
            for (int x = 0; x < image.Width; x++) image[x, y] = (ushort)(gain * image[x, y]);
        }

        Expect(QuarantineReason.Charging, image, Reference());
    }

    [Fact]
    public void Inspect_BorderOfAScannedField_IsContamination()
        => Expect(QuarantineReason.Contamination, Frame(view => view with
        {
            Image = new ImageOptions { Contamination = 0.4, ContaminationDosePerNm2 = 100 }, Earlier = [new Exposure(view.CentreXMm + 0.0006, view.CentreYMm, 0, 1.45, 1.1, 1000)],
        }), Reference());

    [Fact]
    public void Inspect_PlaceWithMuchDose_IsContamination()
    {
        GreyImage image = Frame();
        FrameAssessment assessment = FrameInspector.Inspect(image, Worlds.Metadata(image, "f", dwellUs: DwellUs), Reference(), new InspectionPlace(EarlierDosePerNm2: 5000));
        Assert.Equal(QuarantineReason.Contamination, assessment.Reason);
        Assert.Contains("5000", assessment.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void Inspect_FastDrift_IsToldInPixels()
    {
        GreyImage image = Frame();
        FrameAssessment assessment = FrameInspector.Inspect(image, Worlds.Metadata(image, "f", dwellUs: DwellUs), Reference(), new InspectionPlace(DriftNmPerS: 50));
        Assert.Equal(QuarantineReason.Drift, assessment.Reason);
        Assert.Equal(50 * 512 * 384 * DwellUs * 1e-6 / (2900.0 / 1024), assessment.Measures.DriftPx!.Value, 1e-9);
    }

    [Fact]
    public void Inspect_FadedEmission_IsDim()
    {
        Expect(QuarantineReason.Dim, Frame(view => view with { EmissionShare = 0.5, ProbeCurrentPa = 50 }), Reference());
        GreyImage image = Frame(view => view with { EmissionShare = 0.75, ProbeCurrentPa = 75 });
        Assert.Equal(QuarantineReason.Dim, FrameInspector.Inspect(image, Worlds.Metadata(image, "f", 75, DwellUs), Reference()).Reason);
    }

    [Fact]
    public void Inspect_MissingLines_ArePartial()
    {
        GreyImage image = Frame();
        image.Pixels.AsSpan(370 * image.Width).Clear();
        FrameAssessment assessment = Expect(QuarantineReason.Partial, image, Reference());
        Assert.Equal(14, assessment.Measures.MissingRows);
    }

    [Fact]
    public void Inspect_NothingThere_IsEmpty()
    {
        Expect(QuarantineReason.Empty, Frame(world: Worlds.Bare), Reference());
        Expect(QuarantineReason.Empty, Frame(view => view with { ProbeCurrentPa = 0 }), Reference());
        Expect(QuarantineReason.Empty, new GreyImage(512, 384, 16), Reference());
    }

    [Fact]
    public void Inspect_SamePictureOfAnotherPlace_IsFrozen()
    {
        InspectionReference reference = Reference();
        GreyImage image = Frame();
        reference.Observe(Look(image, reference, "f1").Measures);
        Assert.Equal(QuarantineReason.Frozen, Look(image, reference, "f2").Reason);
        reference.Observe(Look(image, reference, "f2").Measures);
        Assert.Equal(QuarantineReason.Frozen, Look(image, reference, "f2").Reason);
        Assert.True(Look(image, reference, "f1").IsAccepted);
    }

    [Fact]
    public void Reference_FromTheJournal_EqualsTheOneThatSawTheFrames()
    {
        var seen = new InspectionReference();
        var lines = new List<RunEvent>();
        foreach (FrameMeasures measures in Usual.Value.Append(Usual.Value[0] with { Verdict = QuarantineReason.Focus, ImageHash = "0123456789abcdef", Sharpness = 0 }))
        {
            seen.Observe(measures);
            string kind = measures.Verdict is null ? RunEventKind.FrameSaved : RunEventKind.FrameRejected;
            JsonNode data = JsonNode.Parse(new JsonObject { ["frame_id"] = measures.FrameId, [InspectionReference.Key] = JsonSerializer.SerializeToNode(measures, DomainJson.Line) }.ToJsonString())!;
            lines.Add(new RunEvent(lines.Count + 1, DateTimeOffset.UnixEpoch, kind, data.AsObject()));
            lines.Add(new RunEvent(lines.Count + 1, DateTimeOffset.UnixEpoch, RunEventKind.FrameAccepted, new JsonObject { ["frame_id"] = measures.FrameId }));
        }

        var replayed = new InspectionReference(lines);
        Assert.Equal((seen.Count, seen.Sharpness, seen.MeanGrey, seen.Tail, seen.LastImageHash), (replayed.Count, replayed.Sharpness, replayed.MeanGrey, replayed.Tail, replayed.LastImageHash));
        Assert.Equal(4, replayed.Count);
        Assert.Equal("0123456789abcdef", replayed.LastImageHash);

        replayed.Apply(new RunEvent(99, DateTimeOffset.UnixEpoch, RunEventKind.BrightnessSet, []));
        Assert.Equal(0, replayed.Count);
    }

    private static FrameAssessment Expect(QuarantineReason reason, GreyImage image, InspectionReference reference)
    {
        FrameAssessment assessment = Look(image, reference);
        Assert.True(reason == assessment.Reason, $"{assessment.Reason}: {assessment.Sentence}");
        Assert.NotEmpty(assessment.Sentence);
        Assert.Equal(reason, assessment.Measures.Verdict);
        return assessment;
    }

    private static InspectionReference Reference()
    {
        var reference = new InspectionReference();
        foreach (FrameMeasures measures in Usual.Value) reference.Observe(measures);
        return reference;
    }

    private static FrameAssessment Look(GreyImage image, InspectionReference reference, string frameId = "f") => FrameInspector.Inspect(image, Worlds.Metadata(image, frameId, dwellUs: DwellUs), reference);

    private static GreyImage Frame(Func<ViewRequest, ViewRequest>? with = null, ulong identity = 1, double xMm = 0.1, ISampleWorld? world = null)
        => Worlds.Frame(world ?? Worlds.Powder, dwellUs: DwellUs, identity: identity, with: with, xMm: xMm);
}
