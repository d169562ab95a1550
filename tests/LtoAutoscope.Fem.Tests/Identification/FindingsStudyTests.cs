using System.Xml.Linq;
using LtoAutoscope.Domain.Cells;
using LtoAutoscope.Fem.Identification.Findings;

namespace LtoAutoscope.Fem.Tests.Identification;

public sealed class FindingsStudyTests
{
    private static readonly Material Lto = new() { Name = "lto" };

    private static readonly FindingsStudy Study = new(Lto, 5, 2);

    private static double Ce1(double diameterNm, double ratio, double diffusivity, double charge, double rate = 0.2)
        => Study.Ce1(new FindingsCase(diameterNm, ratio, diffusivity, charge, 0, rate), TestContext.Current.CancellationToken);

    /// <summary>fem.md 1.6: elongation helps where lithium is trapped and hurts where the surface takes it; the sign is not built in.</summary>
    [Fact]
    public void Ce1_AspectRatio_TurnsItsSignWithWhatIsLost()
    {
        Assert.True(Ce1(200, 2, 2e-18, 0.05) > Ce1(200, 1, 2e-18, 0.05));
        Assert.True(Ce1(50, 2, 1e-15, 1) < Ce1(50, 1, 1e-15, 1));
    }

    [Fact]
    public void Ce1_Size_HasItsBestBetweenSideLossAndTrappedLithium()
    {
        double small = Ce1(20, 1, 1e-17, 0.5), middle = Ce1(180, 1, 1e-17, 0.5), large = Ce1(700, 1, 1e-17, 0.5);

        Assert.True(small < middle && large < middle);
    }

    /// <summary>Prolate area and lag of the closed forms against the shapes that the model runs on.</summary>
    [Theory]
    [InlineData(1.5, 1.02743, 0.9366)]
    [InlineData(3, 1.18190, 0.6832)]
    public void Theory_Factors_AreThoseOfTheEllipsoid(double ratio, double area, double lag)
    {
        Assert.Equal(area, FindingsTheory.Area(ratio), 1e-5);
        Assert.Equal(lag, FindingsTheory.Lag(ratio), 1e-4);
    }

    [Fact]
    public async Task WriteAsync_SmallStudy_WritesTextFiguresAndNumbers()
    {
        var token = TestContext.Current.CancellationToken;
        string folder = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        try
        {
            var result = Study.Run(null, token);
            Assert.Equal(0, result.Failed);
            Assert.All(result.Turning, t => Assert.Equal(FindingsTheory.Turning(t.AspectRatio, false), t.Ratio, 0.03 * t.Ratio));
            // Ten times the charge moves the best diameter by the cube root.
            var (few, many) = (result.Best.Single(b => b.RatePerHour == 0.2 && b.SurfaceChargeCM2 == 0.1).Points, result.Best.Single(b => b.RatePerHour == 0.2 && b.SurfaceChargeCM2 == 1).Points);
            Assert.Equal(Math.Cbrt(10), many[2].DiameterNm / few[2].DiameterNm, 0.15);

            await FindingsFiles.WriteAsync(folder, result, "test", token);
            string text = await File.ReadAllTextAsync(Path.Combine(folder, FindingsFiles.Report), token);
            Assert.DoesNotContain("NaN", text, StringComparison.Ordinal);
            foreach (string figure in text.Split("](").Skip(1).Select(p => p[..p.IndexOf(')', StringComparison.Ordinal)]))
                Assert.Equal("svg", XDocument.Load(Path.Combine(folder, figure)).Root!.Name.LocalName);
            Assert.Equal(1 + (2 * 8 * 25) + (6 * 25), (await File.ReadAllLinesAsync(Path.Combine(folder, FindingsFiles.Data, "maps.csv"), token)).Length);
        }
        finally
        {
            if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
        }
    }
}
