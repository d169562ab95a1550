using System.Text.Json;
using LtoAutoscope.Domain;
using LtoAutoscope.Domain.Cells;
using LtoAutoscope.Domain.Files;
using LtoAutoscope.Domain.Particles;
using LtoAutoscope.Fem.Identification;
using LtoAutoscope.Fem.Identification.Uncertainty;
using LtoAutoscope.Fem.Protocols;

namespace LtoAutoscope.Fem.Tests.Identification;

public sealed class CeUncertaintyTests
{
    private static readonly Material Lto = new() { Name = "lto" };

    private static readonly CeUncertaintyOptions Options = new() { Samples = 64, Classes = 2, Threads = 2 };

    /// <summary>One smooth sphere whose size is known: nothing is uncertain but the parameters.</summary>
    private static Morphology Sphere(double diameterNm)
    {
        var known = Known(diameterNm);
        return new Morphology
        {
            ParticleCount = 1, PixelSizeNm = 1, DiameterNm = known, AspectRatio = Known(1), FractalDimension = Known(double.NaN),
            VolumeWeighted = new MorphologySummaries { DiameterNm = known, AspectRatio = Known(1), FractalDimension = Known(double.NaN) },
            Joint = [new JointSample(diameterNm, 1, double.NaN, 1)],
        };

        static MeasureSummary Known(double v) => new() { Mean = v, Median = v, Std = 0, D10 = v, D50 = v, D90 = v, MeanCi95 = [v, v], MedianCi95 = [v, v] };
    }

    private static double Ce1(double diameterNm, Material material)
        => ReducedModels.Particle.Predict(CellSample.FromMeans("s", diameterNm), material, Protocol.ConstantCurrent(0.2, 1.0, 2.5)).Ce1;

    [Fact]
    public async Task RunAsync_OneParameter_GivesTheEfficienciesAtItsEnds()
    {
        var material = Lto with { SideRateMS = 0, SurfaceChargeCM2 = 0.5, Uncertainty = new Dictionary<string, double[]> { ["surface_charge_C_m2"] = [0.3, 0.7] } };
        var result = await new CeUncertainty().RunAsync(Sphere(100), material, Options with { Samples = 400 }, cancellationToken: TestContext.Current.CancellationToken);

        double low = Ce1(100, material with { SurfaceChargeCM2 = 0.7 }), high = Ce1(100, material with { SurfaceChargeCM2 = 0.3 });
        Assert.Equal(low, result.Ce1Interval[0], 0.1 * (high - low));
        Assert.Equal(high, result.Ce1Interval[1], 0.1 * (high - low));
        Assert.Equal(1, result.Inputs[0].FirstOrder, 0.1);
        Assert.Equal(1, result.Inputs[0].Total, 0.1);
    }

    /// <summary>Two parameters that add up: their shares are those of the squares of their half-widths.</summary>
    [Fact]
    public async Task RunAsync_TwoParameters_SharesFollowTheirEffects()
    {
        var material = Lto with
        {
            SideRateMS = 0, SurfaceChargeCM2 = 0.5, DiffusivityM2S = 4e-18,
            Uncertainty = new Dictionary<string, double[]> { ["surface_charge_C_m2"] = [0.4, 0.6], ["diffusivity_m2_s"] = [3.5e-18, 4.6e-18] },
        };
        var result = await new CeUncertainty().RunAsync(Sphere(200), material, Options with { Samples = 300 }, cancellationToken: TestContext.Current.CancellationToken);

        double charge = Ce1(200, material with { SurfaceChargeCM2 = 0.4 }) - Ce1(200, material with { SurfaceChargeCM2 = 0.6 });
        double diffusion = Ce1(200, material with { DiffusivityM2S = 4.6e-18 }) - Ce1(200, material with { DiffusivityM2S = 3.5e-18 });
        double share = charge * charge / ((charge * charge) + (diffusion * diffusion));
        var of = result.Inputs.ToDictionary(i => i.Name);
        Assert.Equal(share, of["surface_charge_C_m2"].Total, 0.12);
        Assert.Equal(1 - share, of["diffusivity_m2_s"].Total, 0.12);
        Assert.Contains("dominates", result.Findings[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task RunAsync_MeasuredMorphology_HoldsEveryInputAndIsTheSameForASeed()
    {
        var material = Lto with { Uncertainty = new Dictionary<string, double[]> { ["diffusivity_m2_s"] = [5e-18, 2e-17] } };
        var result = await new CeUncertainty().RunAsync(Samples.Morphology(), material, Options with { Samples = 32 }, cancellationToken: TestContext.Current.CancellationToken);
        var again = await new CeUncertainty().RunAsync(Samples.Morphology(), material, Options with { Samples = 32, Threads = 1 }, cancellationToken: TestContext.Current.CancellationToken);

        string[] names = ["aspect_ratio", "diameter", "diffusivity_m2_s", "fractal_dimension", "particles_counted", "roughness_inner_cutoff", "shape_model"];
        Assert.Equal(names, result.Inputs.Select(i => i.Name).Order());
        Assert.True(result.Ce1Interval[0] < result.Ce1 && result.Ce1 < result.Ce1Interval[1]);
        Assert.Equal(result.Values, again.Values);
        Assert.Equal(0, result.Failed);
        Assert.NotEmpty(JsonSerializer.Serialize(result, DomainJson.File));
    }

    [Fact]
    public async Task RunAsync_NothingUncertain_IsAnInputError()
        => await Assert.ThrowsAsync<InputException>(() => new CeUncertainty().RunAsync(Sphere(100), Lto, Options, cancellationToken: TestContext.Current.CancellationToken));

    [Fact]
    public async Task CellModel_MaterialWithIntervals_WidensTheInterval()
    {
        var token = TestContext.Current.CancellationToken;
        var options = new CellModelOptions { Fidelity = CellFidelity.Particle, Grid = 14 };
        var plain = (await new CellModel().RunAsync(Samples.Morphology(), Lto, options, cancellationToken: token)).Prediction;
        var known = (await new CellModel().RunAsync(
            Samples.Morphology(), Lto with { Uncertainty = new Dictionary<string, double[]> { ["side_rate_m_s"] = [1e-16, 1e-14] } }, options, cancellationToken: token)).Prediction;

        var widths = (IReadOnlyDictionary<string, object?>)known.RunWith["interval_half_width"]!;
        double parameter = (double)widths["parameter_side_rate_m_s"]!;
        Assert.True(parameter > 0.003, $"{parameter}");
        Assert.Contains("shape_model", widths.Keys);
        Assert.Contains("roughness_inner_cutoff", widths.Keys);
        Assert.True(known.Ce1Interval[1] - known.Ce1Interval[0] > plain.Ce1Interval[1] - plain.Ce1Interval[0] + 0.002);
        Assert.Equal(plain.Ce1, known.Ce1);
    }
}
