using LtoAutoscope.Pipeline.Correlations;

namespace LtoAutoscope.Daemon.Web.Api;

/// <summary>A regression and what it rests on.</summary>
/// <param name="Id">Its name in addresses.</param>
/// <param name="Name">A name for people.</param>
/// <param name="IsVirtual">Whether its rows were computed, not measured.</param>
/// <param name="Features">Its features, in order.</param>
/// <param name="TrainedOn">What it was trained on.</param>
/// <param name="Rows">How many rows.</param>
/// <param name="R2">Coefficient of determination on held-out folds; NaN where the target does not vary.</param>
/// <param name="Rmse">Root mean square error on held-out folds, a fraction.</param>
/// <param name="MeasuredOn">On what the two were measured.</param>
public sealed record ModelName(string Id, string Name, bool IsVirtual, IReadOnlyList<string> Features, string TrainedOn, int Rows, double R2, double Rmse, string MeasuredOn)
{
    internal static ModelName Of(CorrelationModel model)
        => new(model.Id, model.Name, model.IsVirtual, model.Svr.Features, model.Svr.TrainedOn, model.Svr.TrainingRows, model.Svr.R2, model.Svr.Rmse, model.Svr.MeasuredOn);
}
