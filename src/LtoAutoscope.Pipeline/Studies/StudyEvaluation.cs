using LtoAutoscope.Learning.Evaluation;
using LtoAutoscope.Learning.Regression;
using LtoAutoscope.Pipeline.Correlations;
using LtoAutoscope.Pipeline.Regressions;

namespace LtoAutoscope.Pipeline.Studies;

/// <summary>The regression of a study, by the same code that evaluates a laboratory's own.</summary>
internal static class StudyEvaluation
{
    internal static async Task<StudyReport> OfAsync(StudyOptions options, IReadOnlyList<StudyRow> rows, IReadOnlyList<SamplePoint> points, CancellationToken cancellationToken)
    {
        LabTrainingSet rowsToLearn = LabTrainingSet.Largest(points);
        RegressionEvaluation? regression = null;
        if (rowsToLearn.Set.Count >= SvrTraining.MinimumRows && rowsToLearn.Set.GroupCount >= SvrTraining.MinimumGroups)
        {
            regression = await Task.Run(
                () => RegressionEvaluator.Evaluate(rowsToLearn.Set, new SvrOptions { Seed = 1, TrainedOn = "a virtual study" }, new EvaluationOptions { LinearFeatures = LabTrainingSet.LinearFeatures }, rowsToLearn.Names, null, cancellationToken).Evaluation,
                cancellationToken).ConfigureAwait(false);
        }

        return new StudyReport
        {
            Options = options, MaterialDifferences = [.. StudyCells.Differences.Select(static pair => new MaterialDifference(pair.Key, pair.Value))], Rows = rows, Regression = regression, NoiseFloor = options.CellNoise / Math.Sqrt(options.Cells),
        };
    }
}
