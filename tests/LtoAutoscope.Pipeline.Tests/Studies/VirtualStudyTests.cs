using LtoAutoscope.Domain;
using LtoAutoscope.Instruments.Composition;
using LtoAutoscope.Pipeline.Running;
using LtoAutoscope.Pipeline.Studies;
using LtoAutoscope.Storage.Data;
using LtoAutoscope.Storage.Runs;
using LtoAutoscope.Twin.Worlds;

namespace LtoAutoscope.Pipeline.Tests.Studies;

public sealed class VirtualStudyTests
{
    [Fact]
    public async Task RunAsync_BrokenOffInTheMiddle_GoesOnWhereItWas()
    {
        CancellationToken token = TestContext.Current.CancellationToken;
        string path = Directory.CreateTempSubdirectory("lto-study-").FullName;
        try
        {
            // Two powders on one holder, few particles on small frames: the path, not the science.
            var options = new StudyOptions { Syntheses = 2, BatchSize = 2, Cells = 1, ParticleGoal = 20, WidthPx = 512, TimeFactor = 200 };
            using (var cancel = CancellationTokenSource.CreateLinkedTokenSource(token))
            using (DataFolder data = await DataFolder.OpenAsync(path, new DataFolderOptions { MinimumFreeBytes = 0 }, TimeProvider.System, token))
            {
                var progress = new Watch(share =>
                {
                    if (share > 0.3) cancel.Cancel();
                });
                await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await (await StudyAsync(options, data, token)).RunAsync(progress, cancel.Token));
                Assert.NotEmpty(RunFolder.List(data));
            }

            using (DataFolder data = await DataFolder.OpenAsync(path, new DataFolderOptions { MinimumFreeBytes = 0 }, TimeProvider.System, token))
            {
                StudyReport report = await (await StudyAsync(options, data, token)).RunAsync(null, token);
                Assert.All(report.Rows, row => Assert.True(row.RunId is not null, row.Problem));
                Assert.Equal(2, RunFolder.List(data).Count());
                Assert.All(report.Rows, row => Assert.True(row.Particles >= 20 && row.Model is > 0.8 and < 1 && row.Cells.Count == 1));
                Assert.All(report.Rows, row => Assert.InRange(row.Measured["mean_diameter_nm"], 0.7 * row.Synthesis.Powder.MeanDiameterNm, 1.3 * row.Synthesis.Powder.MeanDiameterNm));
                Assert.Null(report.Regression);

                InputException other = await Assert.ThrowsAsync<InputException>(async () => await (await StudyAsync(options with { Seed = 2 }, data, token)).RunAsync(null, token));
                Assert.Contains("other options", other.What, StringComparison.Ordinal);
            }
        }
        finally
        {
            Directory.Delete(path, recursive: true);
        }
    }

    private static async Task<VirtualStudy> StudyAsync(StudyOptions options, DataFolder data, CancellationToken token)
    {
        string config = Path.Combine(Repository.Root, "config");
        var lab = new LabOptions
        {
            ModelsFolder = Path.Combine(Repository.Root, "models"), RecipesFolder = Path.Combine(config, "recipes"), MaterialsFolder = Path.Combine(config, "materials"),
            RegressionModel = Path.Combine(Repository.Root, "models", "virtual-ce", "model.onnx"), Holder = new DemoHolder().Map, SoftwareVersion = "1",
        };
        return new VirtualStudy(options, lab, await InstrumentConfiguration.LoadAsync(Path.Combine(config, "instruments", "twin.yaml"), token), data);
    }

    private sealed class Watch(Action<double> seen) : IProgress<(double Share, string Text)>
    {
        public void Report((double Share, string Text) value) => seen(value.Share);
    }
}
