using System.Text.Json;
using LtoAutoscope.Daemon.Web.Access;
using LtoAutoscope.Domain;
using LtoAutoscope.Domain.Audits;
using LtoAutoscope.Domain.Files;

namespace LtoAutoscope.Daemon.Commands;

/// <summary>
/// Where every change passes that a person or a program asks for: it checks the permission, has it done, and writes down who asked, from where, what was before and after, and what became of it.
/// </summary>
/// <param name="actors">Who asks.</param>
/// <param name="audit">Where it is written.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">Told when the trail cannot be written; the command is not undone for it.</param>
public sealed class CommandDesk(ActorSource actors, IAuditTrail audit, TimeProvider time, ILogger<CommandDesk> logger)
{
    private const int LongestState = 4000;

    /// <summary>Has it done.</summary>
    /// <param name="command">What is asked.</param>
    /// <param name="act">Does it, in the name given.</param>
    /// <exception cref="NotPermittedException">Role or key do not allow it.</exception>
    public async Task<T> DoAsync<T>(Command command, Func<string, Task<T>> act)
    {
        Actor actor = await actors.CurrentAsync();
        Permission needed = command.Owner.Length > 0 && command.Owner == actor.Name && Permissions.LeastRole(command.Permission) > Permissions.LeastRole(Permission.Propose) ? Permission.Propose : command.Permission;
        if (Permissions.WhyNot(actor.User, needed) is { Length: > 0 } why)
        {
            await RecordAsync(command, actor, "", AuditResult.Refused, why);
            throw new NotPermittedException(why);
        }

        string before = Text(command.State);
        try
        {
            T result = await act(actor.Name);
            Task written = RecordAsync(command, actor, before, AuditResult.Done, command.Reason);
            // The hardware's answer to a stop must not stand behind a disk.
            if (command.Permission != Permission.Stop) await written;
            return result;
        }
        catch (InputException refused)
        {
            await RecordAsync(command, actor, before, AuditResult.Refused, refused.What);
            throw;
        }
        catch (Exception refused) when (refused is NotPermittedException or ChangedMeanwhileException)
        {
            await RecordAsync(command, actor, before, AuditResult.Refused, refused.Message);
            throw;
        }
        catch (Exception error)
        {
            await RecordAsync(command, actor, before, AuditResult.Failed, error is OperationCanceledException ? "Given up before it ended." : error.Message);
            throw;
        }
    }

    /// <summary>Has it done.</summary>
    /// <exception cref="NotPermittedException">Role or key do not allow it.</exception>
    public Task DoAsync(Command command, Func<string, Task> act)
        => DoAsync(command, async by =>
        {
            await act(by);
            return true;
        });

    private static string Text(Func<object?>? state)
    {
        if (state?.Invoke() is not { } target) return "";
        string text = target as string ?? JsonSerializer.Serialize(target, DomainJson.Line);
        return text.Length <= LongestState ? text : text[..LongestState] + "…";
    }

    private async Task RecordAsync(Command command, Actor actor, string before, AuditResult result, string reason)
    {
        string after = result == AuditResult.Done ? Text(command.State) : "";
        var entry = new AuditEntry
        {
            At = time.GetUtcNow(), Who = actor.Name, Role = Permissions.RoleOf(actor.User)?.ToString() ?? "", From = actor.From, Action = command.Action, Target = command.Target, Owner = command.Owner,
            Before = before == after ? "" : before, After = before == after ? "" : after, Result = result, Reason = reason,
        };
        try
        {
            await audit.RecordAsync(entry, CancellationToken.None);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ObjectDisposedException)
        {
            logger.LogError(error, "The audit trail could not be written: {Who} {Action} {Target} {Result}", entry.Who, entry.Action, entry.Target, entry.Result);
        }
    }
}
