using LtoAutoscope.Imaging.Segmentation;
using Microsoft.ML.OnnxRuntime;

namespace LtoAutoscope.Imaging.Tests.Segmentation;

public sealed class ExecutionProviderTests
{
    [Fact]
    public void Start_ProviderThatIsNotThere_FallsBackToTheProcessorAndSaysWhy()
    {
        (InferenceSession session, ExecutionProvider provider) = ExecutionProvider.Start(
            "CUDA", static settings => settings.AppendExecutionProvider("no_such_provider"), append =>
            {
                using var settings = new SessionOptions();
                append(settings);
                return new InferenceSession(Scenes.Model, settings);
            });

        using (session)
        {
            Assert.Equal(ExecutionProvider.Cpu, provider.Name);
            Assert.StartsWith("CUDA could not be started, so the network runs on the processor: ", provider.Note, StringComparison.Ordinal);
            Assert.Contains("no_such_provider", provider.ToString(), StringComparison.OrdinalIgnoreCase);
        }
    }

    [Fact]
    public void Load_OrdinaryBuild_RunsOnTheProcessor()
    {
        using SegmentationModel model = SegmentationModel.Load(Scenes.Model);

        Assert.Equal(ExecutionProvider.Processor, model.Provider);
    }
}
