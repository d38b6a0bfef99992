#include "server/blind.h"

#include "server/effect.h"
#include "server/judge.h"
#include "server/plan.h"

bool blind_target(const struct target *target)
{
    return !(target->companions & COMPANION_CREATE);
}

bool blind_can_run(struct session *s)
{
    for (int i = 0; i < case_step_count(s->test); i++)
        if (s->test->steps[i].send.resource == RESOURCE_CREATE ||
            s->test->steps[i].send.parallel)
            session_skip(s, "the server has no favorites/create: the status cannot be "
                            "liked for this case");
    return !session_over(s);
}

bool blind_not_liked(struct session *s, const struct record *record)
{
    return !record->error && record->response.status >= 300 &&
           judge_situation(s, ANSWER_NOT_LIKED, record) != TIER_FAIL;
}

void blind_after(struct session *s, const struct step *step, const struct record *record)
{
    if (step->send.resource != RESOURCE_DESTROY ||
        situations[step->expect.answer].refusal || !blind_not_liked(s, record) ||
        judge_situation(s, step->expect.answer, record) != TIER_FAIL)
        return;
    /* Earlier un-likes of the run have left their mark on other likes, if any. */
    if (step->expect.effect == EFFECT_LIKES_AS_BEFORE && s->target->likes_before.known)
        effect_judge(s, (int)(step - s->test->steps));
    session_skip(s, "the status is not liked, and the server has no favorites/create "
                    "to change that");
}

bool blind_control(struct session *s, const struct step *step,
                   const struct record *refusal, const struct record *control)
{
    bool about_likes = step->expect.answer == ANSWER_NOT_LIKED ||
                       step->expect.answer == ANSWER_UNKNOWN_ID;

    if (!blind_not_liked(s, control))
        return false;
    if (about_likes ? atomic_load(&s->target->shared->accepted)
                    : !judge_same_answer(refusal, control))
        return true;
    session_skip(s,
                 "the status is not liked, and the server has no favorites/create: the "
                 "refusal cannot be told from that of a like that is not there");
    return true;
}
