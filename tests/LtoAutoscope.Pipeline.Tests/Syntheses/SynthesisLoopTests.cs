using System.Reflection;
using LtoAutoscope.Domain;
using LtoAutoscope.Domain.Cells;
using LtoAutoscope.Domain.Runs;
using LtoAutoscope.Learning.Optimisation;
using LtoAutoscope.Pipeline.Live;
using LtoAutoscope.Pipeline.Syntheses;
using LtoAutoscope.Pipeline.Tests.Running;
using LtoAutoscope.Storage.Queue;

namespace LtoAutoscope.Pipeline.Tests.Syntheses;

/// <summary>The loop from proposal to planned sample to cells, over a laboratory without an instrument.</summary>
public sealed class SynthesisLoopTests
{
    private static readonly ObjectiveChoice Efficiency = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static NextSyntheses Syntheses(LabBench bench) => new(bench.Data, Path.Combine(Repository.Config, "synthesis", "space.yaml"), new LtoAutoscope.Fem.Materials.MaterialLibrary(Path.Combine(Repository.Config, "materials")), bench.Lab, TimeProvider.System);

    [Fact]
    public async Task Loop_ProposedPlannedLoadedMeasured_ClosesAndTheNextProposalRestsOnIt()
    {
        await using LabBench bench = await LabBench.StartAsync(withTwin: false);
        using NextSyntheses syntheses = Syntheses(bench);
        IReadOnlyList<ProposedSynthesis> first = await syntheses.ProposeAsync(Efficiency, 3, "ada", Token);
        Assert.Equal(3, first.Select(proposal => string.Join(';', proposal.Settings)).Distinct().Count());
        Assert.All(first, proposal => Assert.Equal((ProposalKind.SpaceFilling, ProposalState.Open, "ada"), (proposal.Kind, proposal.State, proposal.By)));

        JobView job = await syntheses.AcceptAsync(first[0].Id, "small", "lto", "", "ada", Token);
        Assert.Equal((RunState.Queued, HoldCause.Planned), (job.State, job.Hold!.Cause));
        Assert.Equal(first[0].Settings.First(setting => setting.Name == "temperature_C").Value, job.Sample.Synthesis!.TemperatureC!.Value.ToString(System.Globalization.CultureInfo.InvariantCulture));
        Assert.Contains("Load the sample", (await Assert.ThrowsAsync<InputException>(() => bench.Lab.ResumeJobAsync(job.JobId, "ada", Token))).Remedy, StringComparison.Ordinal);
        await Assert.ThrowsAsync<InputException>(() => bench.Lab.HoldJobAsync(job.JobId, "later", "ada", Token));
        Assert.Contains("accepted by ada already", (await Assert.ThrowsAsync<InputException>(() => syntheses.AcceptAsync(first[0].Id, "small", "lto", "", "bob", Token))).What, StringComparison.Ordinal);
        await Assert.ThrowsAsync<InputException>(() => syntheses.RejectAsync(first[1].Id, " ", "ada", Token));
        await syntheses.RejectAsync(first[1].Id, "the furnace is cold", "ada", Token);

        // Its powder lies on another stub than foreseen: the job takes that one and goes on by itself.
        Assert.Equal("A", job.Sample.Stub);
        await bench.Lab.LoadSampleAsync(first[0].Id, "B", true, "bob", Token);
        QueuedJob released = Assert.Single(await SampleQueue.ReadAsync(bench.Data, Token));
        Assert.Equal(("B", "B", null), (released.Stub.Name, released.Sample.Stub, released.Hold));

        // Of three cells two count.
        await bench.Lab.AddCellTestAsync(Cell(first[0].Id, 1, 0.97), Token);
        await bench.Lab.AddCellTestAsync(Cell(first[0].Id, 2, 0.98), Token);
        await bench.Lab.AddCellTestAsync(Cell(first[0].Id, 3, 0.5) with { Exclusion = "short circuit" }, Token);
        SynthesisOverview found = await syntheses.ReadAsync(Efficiency, Token);
        ProposedSynthesis measured = found.Proposals.Single(proposal => proposal.Id == first[0].Id);
        Assert.Equal((ProposalState.Measured, 2), (measured.State, measured.Cells));
        Assert.Equal(0.975, measured.Measured!.Value, 12);
        Assert.Equal(0.005, measured.MeasuredError!.Value, 12);
        Assert.Equal(first[0].Id, found.Best!.Sample);

        IReadOnlyList<ProposedSynthesis> second = await syntheses.ProposeAsync(Efficiency, 3, "ada", Token);
        Assert.Empty(second.Select(proposal => string.Join(';', proposal.Settings)).Intersect(first.Take(2).Select(proposal => string.Join(';', proposal.Settings))));
        Assert.All(second, proposal => Assert.Contains(first[0].Id, proposal.Reason, StringComparison.Ordinal));

        // Another process reads the same from the file; the undecided one of the first three has lapsed.
        using NextSyntheses again = Syntheses(bench);
        Assert.Equal(
            ["Measured", "Rejected", "Lapsed", "Open", "Open", "Open"], (await again.ReadAsync(Efficiency, Token)).Proposals.Reverse().Select(proposal => proposal.State.ToString()));
        Assert.Contains("others were proposed", (await Assert.ThrowsAsync<InputException>(() => again.AcceptAsync(first[2].Id, "small", "lto", "", "ada", Token))).What, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Accept_WhatDoesNotFit_WritesNothing()
    {
        await using LabBench bench = await LabBench.StartAsync(withTwin: false);
        using NextSyntheses syntheses = Syntheses(bench);
        string id = (await syntheses.ProposeAsync(Efficiency, 1, "ada", Token))[0].Id;
        await Assert.ThrowsAsync<InputException>(() => syntheses.AcceptAsync(id, "no-such-recipe", "lto", "", "ada", Token));
        await Assert.ThrowsAsync<InputException>(() => syntheses.AcceptAsync(id, "small", "unobtainium", "", "ada", Token));
        await Assert.ThrowsAsync<InputException>(() => syntheses.AcceptAsync(id, "small", "lto", "Z", "ada", Token));
        Assert.Empty(await SampleQueue.ReadAsync(bench.Data, Token));
        Assert.Null(await bench.Lab.ReadSampleAsync(id, Token));
        Assert.Equal(ProposalState.Open, (await syntheses.FindAsync(id, Token))!.State);

        // A process that died between the job and the journal's line: the second try finds the first job.
        var request = new PlanRequest { Sample = new Domain.Samples.Sample { Name = id, Stub = "", Synthesis = Planned(await syntheses.Space.ReadAsync(Token), (await syntheses.FindAsync(id, Token))!) }, RecipeName = "small" };
        JobView before = await bench.Lab.PlanAsync(request, "ada", Token);
        Assert.Equal(before.JobId, (await syntheses.AcceptAsync(id, "small", "lto", "", "ada", Token)).JobId);
        Assert.Single(await SampleQueue.ReadAsync(bench.Data, Token));
    }

    [Fact]
    public async Task Space_LaboratorysOwn_GoesBeforeTheShippedOneAndIsRefusedWithItsLine()
    {
        await using LabBench bench = await LabBench.StartAsync(withTwin: false);
        using NextSyntheses syntheses = Syntheses(bench);
        Assert.True(syntheses.Space.IsShipped);
        Assert.Equal("space.yaml, line 2", (await Assert.ThrowsAsync<InputException>(() => syntheses.Space.WriteAsync("parameters:\n  - { name: ph, type: continuous, low: 9, high: 8 }\n", Token))).Where);
        Assert.Contains("none of", (await Assert.ThrowsAsync<InputException>(() => syntheses.Space.WriteAsync("parameters:\n  - { name: ph, type: continuous, low: 8, high: 9 }\nconstraints:\n  - ph >= 10\n", Token))).What, StringComparison.Ordinal);
        Assert.True(syntheses.Space.IsShipped);
        await syntheses.Space.WriteAsync("parameters:\n  - { name: ph, type: continuous, low: 8, high: 9 }\n  - { name: solvent, type: categorical, levels: [water, ethanol] }\n", Token);
        SynthesisOverview found = await syntheses.ReadAsync(Efficiency, Token);
        Assert.False(found.IsShippedSpace);
        Assert.Equal(["ph", "solvent"], found.Parameters.Select(parameter => parameter.Name));
    }

    [Fact]
    public async Task Accept_WhileItIsPlanned_NobodyElseDecides()
    {
        await using LabBench bench = await LabBench.StartAsync(withTwin: false);
        ILabQueue queue = DispatchProxy.Create<ILabQueue, HeldQueue>();
        var held = (HeldQueue)queue;
        held.Inner = bench.Lab;
        using var syntheses = new NextSyntheses(bench.Data, Path.Combine(Repository.Config, "synthesis", "space.yaml"), new LtoAutoscope.Fem.Materials.MaterialLibrary(Path.Combine(Repository.Config, "materials")), queue, TimeProvider.System);
        string id = (await syntheses.ProposeAsync(Efficiency, 1, "ada", Token))[0].Id;
        Task<JobView> accepted = syntheses.AcceptAsync(id, "small", null, "", "ada", Token);
        await held.Entered.Task.WaitAsync(TimeSpan.FromSeconds(60), Token);
        Task rejected = syntheses.RejectAsync(id, "too dear", "bob", Token);
        held.Go.SetResult();
        JobView job = await accepted;
        Assert.Contains("accepted by ada already", (await Assert.ThrowsAsync<InputException>(() => rejected)).What, StringComparison.Ordinal);
        ProposedSynthesis decided = (await syntheses.FindAsync(id, Token))!;
        Assert.Equal((ProposalState.Accepted, job.JobId), (decided.State, decided.JobId));
    }

    [Fact]
    public async Task Propose_OfAnotherMaterial_MayTakeTheSameSettings()
    {
        await using LabBench bench = await LabBench.StartAsync(withTwin: false);
        using NextSyntheses syntheses = Syntheses(bench);
        await syntheses.Space.WriteAsync("parameters:\n  - { name: solvent, type: categorical, levels: [water, ethanol] }\n", Token);
        foreach (ProposedSynthesis proposal in await syntheses.ProposeAsync(Efficiency, 2, "ada", Token)) await syntheses.RejectAsync(proposal.Id, "no", "ada", Token);
        Assert.Contains("no point left", (await Assert.ThrowsAsync<InputException>(() => syntheses.ProposeAsync(Efficiency, 1, "ada", Token))).What, StringComparison.Ordinal);
        IReadOnlyList<ProposedSynthesis> cathode = await syntheses.ProposeAsync(Efficiency with { Material = "lfp" }, 2, "ada", Token);
        Assert.Equal(["ethanol", "water"], cathode.Select(proposal => Assert.Single(proposal.Settings).Value).Order());

        // A proposal that the space has left behind is not planned.
        await syntheses.Space.WriteAsync("parameters:\n  - { name: solvent, type: categorical, levels: [water, ethanol] }\nconstraints:\n  - solvent == water\n", Token);
        Assert.Contains("fits it no more", (await Assert.ThrowsAsync<InputException>(() => syntheses.AcceptAsync(cathode.Single(proposal => proposal.Settings[0].Value == "ethanol").Id, "small", null, "", "ada", Token))).What, StringComparison.Ordinal);
        Assert.Empty(await SampleQueue.ReadAsync(bench.Data, Token));
    }

    private static Domain.Samples.Synthesis Planned(SearchSpace space, ProposedSynthesis proposal) => SynthesisSettings.Of(space, SynthesisSettings.PointOf(space, proposal.Settings)!);

    private static CellTest Cell(string sample, int number, double ce1) => new(sample, $"{sample}-c{number}", ce1, 0.2, new DateTimeOffset(2026, 5, number, 9, 0, 0, TimeSpan.Zero));
}
