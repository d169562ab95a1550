using LtoAutoscope.Learning.Regression;
using LtoAutoscope.Learning.Responses;
using LtoAutoscope.Learning.Tables;
using LtoAutoscope.Learning.VirtualCells;

namespace LtoAutoscope.Learning.Tests.Responses;

/// <summary>A regression of 60 virtual cells, looked at from all sides.</summary>
public sealed class ResponseTests
{
    private static readonly Lazy<(SvrModel Model, double[][] Rows, double[] Targets)> Study = new(() =>
    {
        using var reader = new StringReader(VirtualCellStudy.ToCsv(VirtualCellStudy.Generate(rows: 60), VirtualCellStudy.DefaultSeed));
        CsvTable table = CsvTable.Read(reader, "virtual");
        string[] features = ["mean_diameter_nm", "aspect_ratio", "fractal_dim"];
        SvrModel model = SvrTraining.Train(table, "ce1", features, new SvrOptions { C = 1, Epsilon = 5e-4, Gamma = 0.1, Tolerance = 1e-4 }, CancellationToken.None);
        return (model, table.Rows(features), table.Numbers("ce1"));
    });

    private static DataSupport Support => new(Study.Value.Model.Standardisation, Study.Value.Rows);

    [Fact]
    public void Support_TrainingRows_AboutNineteenOfTwenty()
    {
        DataSupport support = Support;
        // A row is its own neighbour here, so a few more than 95 % hold.
        Assert.InRange(Study.Value.Rows.Count(row => support.Holds(row)) / 60.0, 0.95, 1);
    }

    [Fact]
    public void Support_FarOrOutsideTheRange_DoesNotHold()
    {
        Assert.False(Support.Holds([1000, 1.5, 1.1]));
        Assert.False(Support.Holds([120, 1.5, 1.4]));
    }

    [Fact]
    public void Surface_EachPoint_IsTheModelsPredictionAndSupport()
    {
        var (model, _, _) = Study.Value;
        DataSupport support = Support;
        double[] held = [.. model.Standardisation.Means];
        ResponseSurface surface = ResponseSurface.Of(model, support, 0, 2, held, 12);
        Assert.Equal("mean_diameter_nm", surface.FeatureX);
        Assert.Equal("fractal_dim", surface.FeatureY);
        Assert.Equal(held[1], surface.Held["aspect_ratio"]);
        for (int row = 0; row < 12; row++)
            for (int column = 0; column < 12; column++)
            {
                double[] features = [surface.X[column], held[1], surface.Y[row]];
                Assert.Equal(model.Predict(features), surface.Values[row][column], 1e-12);
                Assert.Equal(support.Holds(features), surface.Supported[row][column]);
            }

        Assert.Contains(surface.Supported.SelectMany(row => row), holds => holds);
        Assert.Contains(surface.Supported.SelectMany(row => row), holds => !holds);
    }

    [Fact]
    public void HeldOut_EachRow_IsPredictedByAFitThatHadNotSeenIt()
    {
        var (model, rows, targets) = Study.Value;
        HeldOutFit fit = HeldOutFit.Of(model, rows, targets, null, TestContext.Current.CancellationToken);
        Assert.Equal(Math.Sqrt(fit.Predicted.Zip(targets).Average(p => (p.First - p.Second) * (p.First - p.Second))), fit.Rmse, 1e-12);
        double seen = Math.Sqrt(rows.Zip(targets).Average(p => Math.Pow(model.Predict(p.First) - p.Second, 2)));
        Assert.True(fit.Rmse > seen, $"{fit.Rmse} {seen}");
        // A row's target that is moved far away must not move its own held-out prediction.
        double[] moved = [.. targets];
        moved[7] -= 0.05;
        Assert.Equal(fit.Predicted[7], HeldOutFit.Of(model, rows, moved, null, TestContext.Current.CancellationToken).Predicted[7], 1e-3);
        Assert.InRange(fit.Coverage(fit.Rmse), 0.8, 1);
    }

    [Fact]
    public void Proposals_All_AreSupportedApartAndOrdered()
    {
        var (model, rows, targets) = Study.Value;
        DataSupport support = Support;
        IReadOnlyList<MorphologyProposal> proposals = MorphologyProposals.Choose(model, support, HeldOutFit.Of(model, rows, targets, null, TestContext.Current.CancellationToken), rows, 4, cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal(4, proposals.Count);
        double[][] places = [.. proposals.Select(proposal => model.Features.Select(feature => proposal.Features[feature]).ToArray())];
        Assert.All(places, place => Assert.True(support.Holds(place)));
        Assert.All(proposals.Zip(places), pair => Assert.Equal(model.Predict(pair.Second), pair.First.Predicted, 1e-12));
        Assert.All(proposals, proposal => Assert.Equal(model.Rmse * model.Rmse + proposal.Spread * proposal.Spread, proposal.Deviation * proposal.Deviation, 1e-12));
        Assert.Equal(proposals.OrderByDescending(proposal => proposal.Expects), proposals);
        // Nothing is gained above a ceiling, and the prediction is told as it is.
        double ceiling = rows.Max(row => model.Predict(row)) + 1e-4;
        IReadOnlyList<MorphologyProposal> capped = MorphologyProposals.Choose(model, support, HeldOutFit.Of(model, rows, targets, null, TestContext.Current.CancellationToken), rows, 4, ceiling, TestContext.Current.CancellationToken);
        Assert.All(capped, proposal => Assert.InRange(proposal.Expects, 0, 1e-4));
        Assert.Empty(MorphologyProposals.Choose(model, support, HeldOutFit.Of(model, rows, targets, null, TestContext.Current.CancellationToken), rows, 4, ceiling - 2e-4, TestContext.Current.CancellationToken));
        Assert.True(proposals[0].Expects > 1e-4, $"{proposals[0].Expects}");
        double[][] scaled = model.Standardisation.Apply(places);
        for (int i = 0; i < scaled.Length; i++)
            for (int j = 0; j < i; j++)
                Assert.True(Math.Sqrt(scaled[i].Zip(scaled[j]).Sum(p => (p.First - p.Second) * (p.First - p.Second))) >= 0.5);
    }
}
